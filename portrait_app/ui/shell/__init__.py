"""The window and what lives as long as the program: actions, messages, settings."""
