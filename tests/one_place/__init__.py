"""Recipes for each kind of row that a contributor may add, with tests that the row alone is enough.

A recipe is a module that begins with `add_row`: the row, and the file that a contributor adds it to. Then it
imports the program, and its tests check what works with the row. Each recipe runs in a separate process, in
which nothing of the program was imported before: see `test_recipes.py`.
"""
