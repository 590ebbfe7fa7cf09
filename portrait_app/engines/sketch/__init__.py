"""The offline engine: a portrait drawn from the words of the prompt."""

# Its name and words for the About box; here, so that they cost no import of the drawing libraries.
ART_CREDIT = (
    "Lorelei",
    "Drawings by Lisa Wischofsky, CC0 1.0, through DiceBear; colours, shoulders and moustache are ours.",
)
