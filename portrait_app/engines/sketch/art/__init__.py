"""The art that this program adds to Lorelei, in the same style: flat colours inside a thick outline."""
