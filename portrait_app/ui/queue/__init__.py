"""The queue: jobs, what holds them, what needs a decision, what was done today."""
