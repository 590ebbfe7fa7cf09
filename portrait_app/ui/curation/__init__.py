"""Curating pictures: favourites, stars, tags, notes, collections, the Trash, and undo."""
