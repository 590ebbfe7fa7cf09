"""The offline engine, which draws a portrait from the words of the prompt."""
