"""The files of models: read without running code in them, recognised, and converted to one stored form."""
