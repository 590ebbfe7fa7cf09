"""The cloud engine, which uses Segmind's serverless endpoints."""
