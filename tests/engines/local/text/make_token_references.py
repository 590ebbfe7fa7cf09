"""Make `token_references.json.gz`: 1,000 prompts with the tokens that transformers gives them.

Run it in an environment with the package transformers; it is not part of the tests:

    python -m tests.engines.local.text.make_token_references
"""

import gzip
import json
import random
import sys
import tempfile
import unicodedata
from pathlib import Path

from portrait_app.engines.local.text.vocabulary import clip_vocabulary

TARGET = Path(__file__).with_name("token_references.json.gz")
COUNT = 1000

_WORDS = [
    *(
        "portrait",
        "old",
        "fisherman",
        "woman",
        "smiling",
        "weathered",
        "face",
        "wrinkles",
        "studio",
        "lighting",
    ),
    *("85mm", "f/1.8", "bokeh", "photorealistic", "masterpiece", "best-quality", "8k", "uhd", "DSLR", "soft"),
    *(
        "rim-light",
        "golden",
        "hour",
        "freckles",
        "curly",
        "red",
        "hair",
        "blue-eyed",
        "Rembrandt",
        "Caravaggio",
    ),
    *("chiaroscuro", "film", "grain", "Kodak", "Portra", "400", "close-up", "symmetrical", "don't", "it's"),
    *("they're", "I'd", "we'll", "you've", "I'm", "Müller", "Žižek", "naïve", "coöperate", "São", "Ångström"),
    *("façade", "ΣΊΣΥΦΟΣ", "İstanbul", "STRASSE", "straße", "ﬁne", "½", "x²", "№", "™", "3.14159", "1,000"),
    *("antidisestablishmentarianism", "Donaudampfschifffahrt", "#hashtag", "@someone", "e.g.", "C++", "C#"),
    *("a_b__c", "http://example.org/a?b=c&d=1", "(word:1.2)", "[word]", "\\(x\\)", "((nested))", "{a|b}"),
    *("<lora:name:0.8>", "100%", "$5", "a/b\\c"),
]
_EMOJI = ("😀", "👩‍🎨", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "❤️", "☕", "🇩🇪", "🧑🏿‍🦰", "✨✨✨", "🫠", "1️⃣", "™️", "🎨🖌️")
_SCRIPTS = (
    "一个老人的肖像，柔和的光线",
    "老人の肖像、柔らかい光。カタカナ ひらがな",
    "노인의 초상화, 부드러운 빛",
    "портрет старого рыбака",
    "πορτρέτο ενός γέρου ψαρά",
    "صورة صياد عجوز",
    "דיוקן של דייג זקן",
    "एक बूढ़े मछुआरे का चित्र",
    "ภาพเหมือนชาวประมง",
    "ձկնորսի դիմանկար",
    "მეთევზის პორტრეტი",
    "የአሳ አጥማጅ ምስል",
    "𝕻𝖔𝖗𝖙𝖗𝖆𝖎𝖙 𝒑𝒐𝒓𝒕𝒓𝒂𝒊𝒕",
    "e\u0301te\u0301 Å \u1e9b\u0323 \uac00\u11a8",
    "ﬀﬁﬂ Ⅳ ⅷ ① ㊙ ﹏ ＡＢＣ１２３",
)
_ODD = (
    *(
        "\x00",
        "\x01",
        "\x07",
        "\x1b[31m",
        "\x1c",
        "\x1f",
        "\x7f",
        "\x85",
        "\u00a0",
        "\u00ad",
        "\u200b",
        "\u200d",
    ),
    *(
        "\u2028",
        "\u202e",
        "\u2060",
        "\ufeff",
        "\ufffd",
        "\u3000",
        "\t",
        "\r\n",
        "   ",
        "\u1680",
        "\u180e",
        "\ue000",
    ),
    *(
        "<|startoftext|>",
        "<|endoftext|>",
        "<|ENDOFTEXT|>",
        "</w>",
        "Ġ",
        "'S",
        "''",
        "'ſ",
        "’s",
        "...",
        "?!?!",
        "----",
    ),
)
_EDGES = (
    "",
    " ",
    "\n",
    "a",
    "A",
    "'",
    "'s",
    "s'",
    "1",
    "12345",
    "😀",
    "a" * 500,
    "好" * 100,
    "!" * 200,
    "ab1" * 50,
)


def prompts() -> list[str]:
    drawn = random.Random(16)
    made = list(_EDGES) + list(_EMOJI) + list(_SCRIPTS) + list(_ODD) + list(_WORDS)
    pools = (_WORDS, _WORDS, _WORDS, _EMOJI, _SCRIPTS, _ODD)
    while len(made) < COUNT:
        kind = drawn.random()
        if kind < 0.5:
            parts = drawn.choices(_WORDS, k=drawn.randint(2, 25))
        elif kind < 0.85:
            parts = [drawn.choice(drawn.choice(pools)) for _ in range(drawn.randint(2, 12))]
        else:
            parts = [_anything(drawn) for _ in range(drawn.randint(1, 20))]
        made.append(drawn.choice((" ", ", ", "", "  ", "\n")).join(parts))
    return made


def _anything(drawn: random.Random) -> str:
    """Return a few characters from anywhere in Unicode."""
    found = ""
    while len(found) < 3:
        character = chr(
            drawn.choice((drawn.randrange(0x250), drawn.randrange(0x3100), drawn.randrange(0x20000)))
        )
        if unicodedata.category(character) not in {
            "Cn",
            "Cs",
        }:  # unassigned: depends on the version of Unicode
            found += character
    return found


def main() -> None:
    import transformers  # noqa: PLC0415 - the tests import this module, and have no such package

    vocabulary = clip_vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        vocab, merges = Path(folder, "vocab.json"), Path(folder, "merges.txt")
        vocab.write_text(json.dumps(dict(vocabulary.ids)), encoding="utf-8")
        lines = ["#version: 0.2", *(" ".join(pair) for pair in vocabulary.ranks)]
        merges.write_text("\n".join(lines) + "\n", encoding="utf-8")
        tokenizer = transformers.CLIPTokenizer.from_pretrained(folder)
        rows = [[prompt, tokenizer(prompt)["input_ids"]] for prompt in prompts()]
    data = {"transformers": transformers.__version__, "rows": rows}
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(len(rows), "prompts,", TARGET.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
