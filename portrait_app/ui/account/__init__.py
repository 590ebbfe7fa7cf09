"""The account: the key, the balance, and which engine they allow."""
