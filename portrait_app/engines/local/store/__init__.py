"""The models on this computer: their folder, and how a model gets into it."""
