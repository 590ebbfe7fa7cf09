"""The models of all engines: which there are, and which the user wants to see."""
