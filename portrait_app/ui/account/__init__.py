"""The account: the dialog for its key, and the hold of the queue while the key is not valid."""
