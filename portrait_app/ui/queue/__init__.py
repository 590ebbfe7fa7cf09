"""The queue panel: jobs, why jobs wait, jobs that need a decision, and jobs finished today."""
