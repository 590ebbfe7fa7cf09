"""The cloud engine: Segmind's serverless endpoints."""
