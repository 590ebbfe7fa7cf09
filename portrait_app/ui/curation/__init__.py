"""What is said about pictures: stars, tags, notes, collections, the Trash, and undo."""
