"""The viewer for one picture, and the comparison of two to four pictures."""
