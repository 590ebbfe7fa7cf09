"""The domain model: pictures, requests, jobs and their rules. Uses only the standard library."""
