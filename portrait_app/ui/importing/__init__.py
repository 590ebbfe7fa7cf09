"""Importing pictures: the dialog with the settings in the files, and drag and drop."""
