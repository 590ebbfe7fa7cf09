"""What leaves the program: formats, names, and the story inside."""
