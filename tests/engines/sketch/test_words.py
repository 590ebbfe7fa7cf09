import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.engines.sketch.traits import NONE, YES, Traits
from portrait_app.engines.sketch.words import understand


def settled(prompt: str, negative_prompt: str = "") -> dict[str, str]:
    return dict(understand(prompt, negative_prompt).traits.values)


WOMAN = {"presentation": "feminine"}
MAN = {"presentation": "masculine"}


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        # hair
        ("long brunette hair", {"hair_length": "long", "hair_colour": "brunette"}),
        ("a blonde", {"hair_colour": "blonde"}),
        ("BLONDE Woman", WOMAN | {"hair_colour": "blonde"}),
        ("her hair is long and black", WOMAN | {"hair_length": "long", "hair_colour": "black"}),
        ("hair dyed blue", {"hair_colour": "blue"}),
        ("brown-haired boy", MAN | {"hair_colour": "brown", "age": "child"}),
        (
            "shoulder-length wavy auburn hair",
            {"hair_length": "medium", "hair_texture": "wavy"} | {"hair_colour": "auburn"},
        ),
        ("dark hair", {"hair_colour": "dark brown"}),
        ("strawberry blond curls", {"hair_colour": "strawberry blonde", "hair_texture": "curly"}),
        ("salt and pepper hair", {"hair_colour": "grey"}),
        ("hair in a messy bun", {"hair_style": "bun", "hair_finish": "messy"}),
        ("a bald man", MAN | {"hair_style": "bald"}),
        ("no hair", {"hair_style": "bald"}),
        (
            "short straight hair with bangs",
            {"hair_length": "short", "hair_texture": "straight", "fringe": YES},
        ),
        ("green mohawk", {"hair_style": "mohawk", "hair_colour": "green"}),
        ("long_hair, (blonde:1.3)", {"hair_length": "long", "hair_colour": "blonde"}),
        # adjectives belong to their noun
        ("woman with blue eyes and black hair", WOMAN | {"eyes": "blue", "hair_colour": "black"}),
        ("blonde and blue-eyed", {"hair_colour": "blonde", "eyes": "blue"}),
        ("red lips", {"lips": "red"}),
        ("long neck", {}),
        ("long legs, red car", {}),
        ("blue sky", {"scene": "clouds"}),
        ("a white cat next to a short man", MAN),
        ("black and white photo of a man in black", MAN),
        ("blonde with beard", {"hair_colour": "blonde", "beard": YES}),
        ("wearing a red leather jacket", {"clothes": "red", "garment": "jacket"}),
        ("dressed in dark green", {"clothes": "dark green"}),
        # skin and age
        ("pale skin", {"skin": "pale"}),
        ("dark-skinned", {"skin": "dark"}),
        ("a black woman with black hair", WOMAN | {"skin": "deep", "hair_colour": "black"}),
        ("25-year-old", {"age": "young"}),
        ("a 7 year old girl", WOMAN | {"age": "child"}),
        ("aged 70", {"age": "old"}),
        ("in her early 50s", WOMAN | {"age": "middle"}),
        ("in her 50s", WOMAN | {"age": "middle"}),
        ("an old sailor", {"age": "old", "headwear": "sailor hat", "garment": "sailor top"}),
        ("an old photo, 80s style", {}),
        ("a ten year old girl", WOMAN | {"age": "child"}),
        ("twenty-five years old", {"age": "young"}),
        ("a man in his thirties", MAN | {"age": "adult"}),
        ("grandmother", WOMAN | {"age": "old"}),
        # beards
        ("a long white beard", {"beard": "long", "beard_colour": "white"}),
        ("man with a moustache", MAN | {"moustache": YES}),
        ("clean-shaven", {"beard": NONE}),
        ("stubble", {"beard": "stubble"}),
        # things worn
        ("glasses", {"eyewear": YES}),
        ("round glasses", {"eyewear": "round"}),
        ("wearing dark sunglasses", {"eyewear": "sunglasses"}),
        (
            "freckles, gold earrings, flowers in her hair",
            WOMAN | {"freckles": YES, "earrings": YES, "earrings_colour": "gold", "flowers": YES},
        ),
        # expressions
        ("smiling", {"expression": "smile"}),
        ("deep smile", {"expression": "grin"}),
        ("a gentle smile", {"expression": "slight smile"}),
        ("laughing", {"expression": "laugh"}),
        ("serious expression", {"expression": "serious"}),
        ("sad, melancholic", {"expression": "sad"}),
        ("furious", {"expression": "angry"}),
        ("shocked face", {"expression": "surprised"}),
        ("eyes closed", {"expression": "asleep"}),
        # backgrounds
        ("blue background", {"background": "blue"}),
        ("on a dark red background", {"background": "dark red"}),
        ("against teal", {"background": "teal"}),
        ("background is pastel pink", {"background": "pastel pink"}),
        ("against a blurred green wall", {"background": "green"}),
        ("blue hair on a red background", {"hair_colour": "blue", "background": "red"}),
        # what is said first wins
        ("blonde hair, black hair", {"hair_colour": "blonde"}),
        # whole words only
        ("unsmiled bluebeard glassesmaker blondeness", {}),
        ("", {}),
    ],
)
def test_words_settle_traits(prompt: str, expected: dict[str, str]) -> None:
    assert settled(prompt) == expected


@pytest.mark.parametrize(
    ("prompt", "negative", "expected"),
    [
        ("no glasses", "", {"eyewear": NONE}),
        ("without a beard", "", {"beard": NONE}),
        ("isn't wearing any glasses", "", {"eyewear": NONE}),
        ("not smiling", "", {"expression": "serious"}),
        ("no beard or moustache", "", {"beard": NONE, "moustache": NONE}),
        ("without glasses and earrings", "", {"eyewear": NONE, "earrings": NONE}),
        ("no glasses and smiling", "", {"eyewear": NONE, "expression": "smile"}),
        ("no glasses but a beard", "", {"eyewear": NONE, "beard": YES}),
        ("no smile, glasses", "", {"expression": "serious", "eyewear": YES}),
        ("no long blonde hair", "", {}),
        ("beard and glasses", "beard, glasses", {"beard": NONE, "eyewear": NONE}),
        ("blonde", "blonde", {}),
        ("sunglasses", "glasses", {"eyewear": NONE}),
        ("glasses", "sunglasses", {"eyewear": YES}),
        ("angry", "smile", {"expression": "angry"}),
        (
            "long blonde hair",
            "short hair, black hair, blue eyes",
            {"hair_length": "long", "hair_colour": "blonde"},
        ),
    ],
)
def test_denials_switch_off(prompt: str, negative: str, expected: dict[str, str]) -> None:
    assert settled(prompt, negative) == expected


def test_what_is_denied_is_ruled_out() -> None:
    traits = understand("portrait", "blonde, long hair").traits
    assert traits.refuses("hair_colour", "blonde")
    assert traits.refuses("hair_length", "long")
    assert not traits.refuses("hair_colour", "black")


def test_the_sample_is_understood_and_its_negative_prompt_does_no_harm() -> None:
    understanding = understand(str(SAMPLE_VALUES["prompt"]), str(SAMPLE_VALUES["negative_prompt"]))
    assert understanding.words == ("25-year-old", "long", "brunette", "pale skin", "deep smile")
    assert understanding.traits == Traits(
        {
            "age": "young",
            "hair_length": "long",
            "hair_colour": "brunette",
            "skin": "pale",
            "expression": "grin",
        }
    )
    assert understanding.missed == ("raw", "photo", "american")


def test_the_words_understood_are_those_the_picture_shows() -> None:
    understanding = understand("a blonde woman, blonde hair, red lips, glasses, xyzzy", "glasses, angry")
    assert understanding.words == ("blonde", "woman", "red lips", "no glasses", "not angry")
    assert understanding.missed == ("xyzzy",)


@pytest.mark.parametrize(
    ("prompt", "missed"),
    [
        ("a couple, man and woman", ("couple (two people)", "woman")),
        ("three friends laughing", ("three friends (several people)",)),
        ("a robot with glowing eyes", ("robot", "glowing eyes")),
        ("a cat in a suit", ("cat",)),
        ("a woman with a long neck and big ears", ("long neck", "big ears")),
        ("American woman, 8k, masterpiece", ("american", "masterpiece")),
        ("a picture of a person, close-up portrait, looking to the left", ()),
        ("blonde hair, black hair", ("black hair",)),
        ("no dog, without a spaceship", ()),
        # what something worn hides
        ("woman in a hijab with long black hair", ("long", "black hair")),
        ("face mask and red lips", ("red lips",)),
        ("sunglasses, blue eyes", ("blue eyes",)),
        # a heritage says something of skin and hair only, and nothing that the prompt says otherwise
        ("African American woman, black hair", ()),
        ("African American woman, pale skin, black hair", ("african american",)),
        ("Japanese woman, green hair", ()),
    ],
)
def test_what_the_drawing_does_not_show_is_told(prompt: str, missed: tuple[str, ...]) -> None:
    understanding = understand(prompt)
    assert understanding.missed == missed
    assert not set(missed) & set(understanding.words)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("pirate", {"headwear": "pirate hat", "mark/eyepatch": YES, "beard": "short"}),
        ("pirate with a red bandana", {"headwear": "bandana", "headwear_colour": "red"}),
        ("pirate, no eyepatch", {"headwear": "pirate hat", "mark/eyepatch": NONE}),
        ("child dressed as a pirate", {"age": "child", "beard": ""}),
        ("nurse with a white cap", {"headwear": "nurse cap", "headwear_colour": "white"}),
        ("Santa Claus", {"age": "old", "beard_colour": "white", "headwear": "santa hat"}),
        ("a king with a white beard", {"headwear": "crown", "beard": "short", "beard_colour": "white"}),
        ("detective with a cigarette", {"in mouth": "cigarette"}),
        ("no hat", {"headwear": NONE}),
    ],
)
def test_a_role_settles_what_nothing_else_does(prompt: str, expected: dict[str, str]) -> None:
    traits = understand(prompt).traits
    assert {feature: traits[feature] for feature in expected} == expected


@given(st.text(), st.text())
def test_any_text_is_read(prompt: str, negative: str) -> None:
    assert understand(prompt, negative) == understand(prompt, negative)


_WORDS = st.sampled_from(
    [
        *(
            "no",
            "not",
            "without",
            "or",
            "and",
            "a",
            "the",
            "with",
            "is",
            "against",
            "woman",
            "skin",
            "background",
        ),
        *("long", "blonde", "blue", "red", "dark", "hair", "eyes", "beard", "glasses", "sunglasses", "smile"),
        *("25", "year", "old", "999", "²", ",", ".", ":", "'", "’s", "\x00", "🙂", "שלום", "\udc80"),
    ]
)


@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_any_order_of_known_words_is_read(prompt: str) -> None:
    understanding = understand(prompt)
    assert all(understanding.words)
    assert len(set(understanding.words)) == len(understanding.words)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "9" * 1_000_000,
        " " * 1_000_000,
        ":1" * 500_000,
        "blonde and " * 90_000,
        "long " * 200_000,
        "no beard or " * 90_000,
        "no beard nor " * 90_000,
        "not " * 250_000,
        "old man year " * 80_000,
        "\x00\u202e🙂\u0301" * 250_000,
        "'a" * 500_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_megabyte_is_read_quickly(text: str) -> None:
    start = time.process_time()
    understand(text, text)
    assert time.process_time() - start < 1
