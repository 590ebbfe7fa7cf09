"""The tiles of the grid: what they show, their buttons and images, and how they are painted."""
