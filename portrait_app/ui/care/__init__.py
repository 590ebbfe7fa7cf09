"""The care of the library: checks, missing files, backups, what was put back."""
