"""Packages as they would lie in `portrait_app.engines`, to which this folder is added."""
