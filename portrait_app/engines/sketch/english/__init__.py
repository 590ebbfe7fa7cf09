"""The English of prompts: every word that Sketch knows, as tables. Nothing here draws.

`grammar` has the nouns that adjectives describe and the small words; the other modules say what words mean, as
settings: a feature of `Traits`, and its value. To add a word, write it into a row. `tables` puts all rows together.
"""
