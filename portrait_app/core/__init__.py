"""The domain: what a picture, a request and a job are. Standard library only."""
