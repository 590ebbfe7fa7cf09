"""One picture large, and two to four side by side."""
