"""The child process that makes pictures, and the program's side of it."""
