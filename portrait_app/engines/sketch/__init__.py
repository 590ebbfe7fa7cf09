"""The offline engine: a portrait drawn from the words of the prompt."""
