"""Files that are brought: the dialog with what they say, and dropping."""
