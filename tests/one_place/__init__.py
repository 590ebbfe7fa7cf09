"""One place each: a recipe for each kind of row that a contributor may add, and what works with that alone.

A recipe is a module that begins with `add_row`: what a contributor writes, and where. Then it imports the
program, and its tests say what there is with the row. Each runs in a process of its own, where nothing else
was imported before: see `test_recipes.py`.
"""
