"""The interfaces between rooms. Adapters implement them; `ui` and `jobs` see nothing else."""
