"""Small controls that more than one panel or dialog uses."""
