"""The story inside a file: the text that other tools read, our own record, what was found."""
