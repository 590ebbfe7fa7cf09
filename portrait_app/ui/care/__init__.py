"""The care of the library: checks, missing files, backups, and restoring a backup."""
