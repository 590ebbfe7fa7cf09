"""Words for skin, eyes, lips, expressions, and what is seen on a face."""

from collections.abc import Mapping

from portrait_app.engines.sketch.english.hair import ADJECTIVES as HAIR
from portrait_app.engines.sketch.english.settings import Words, colours, settings
from portrait_app.engines.sketch.traits import YES

FRECKLED = settings("freckles", {YES: "freckled, freckly"})
SKIN: Words = (
    settings(
        "skin",
        {
            "pale": "pale, very pale, porcelain, ivory, white, snow white, alabaster, milky, pallid, ghostly, light pink",
            "fair": "fair, light, creamy, peach, rosy, peachy, pinkish",
            "medium": "medium, beige, golden, warm",
            "olive": "olive, light brown, caramel",
            "tan": "tan, tanned, bronze, bronzed, sun kissed, sunkissed, suntanned, sunburnt, weathered",
            "brown": "brown, medium brown, honey, copper, mocha",
            "dark": "dark, dark brown, deep brown, chocolate",
            "deep": "black, ebony, deep, very dark",
            "green": "green, light green, greenish",
            "blue": "blue, light blue, bluish",
            "red": "red, crimson",
            "purple": "purple, violet, lavender",
            "grey": "grey, gray, ashen",
        },
    )
    | FRECKLED
    | settings("age", {"old": "wrinkled"})
)
FEELINGS: Words = settings(
    "expression",
    {
        "smile": "happy, cheerful, joyful, friendly, glad, merry, jolly, delighted, pleased, cheery, content",
        "slight smile": "kind, gentle, warm hearted, kindly, tender, sweet, serene, peaceful, dreamy, hopeful",
        "serious": "serious, stern, solemn, stoic, emotionless, determined, focused, grim, strict, severe, cold",
        "calm": "calm, relaxed, composed, tranquil",
        "thoughtful": "thoughtful, pensive, contemplative, wistful",
        "sad": (
            "sad, melancholic, melancholy, unhappy, sorrowful, depressed, gloomy, heartbroken, miserable, "
            "upset, disappointed, mournful, lonely, gloomily"
        ),
        "crying": "tearful, teary, weepy, sobbing",
        "worried": "worried, anxious, nervous, concerned, troubled, uneasy",
        "angry": "angry, furious, enraged, annoyed, irate, grumpy, cross, mad, fierce, irritated, cranky",
        "scared": "scared, frightened, afraid, terrified, fearful, horrified, panicked",
        "surprised": "surprised, shocked, astonished, amazed, startled, stunned, awestruck, bewildered",
        "smirk": "smug, mischievous, sly, cheeky, flirty, flirtatious, cocky, naughty, playful",
        "proud": "proud, confident, haughty, arrogant, regal, noble, majestic",
        "evil": "evil, sinister, wicked, villainous, menacing, devious",
        "disgusted": "disgusted, revolted, grossed out",
        "confused": "confused, puzzled, perplexed, sceptical, skeptical, suspicious, doubtful, quizzical",
        "shy": "shy, bashful, embarrassed, coy, timid, blushing",
        "sleepy": "sleepy, tired, drowsy, exhausted, weary",
        "bored": "bored, indifferent, unimpressed, apathetic",
        "grin": "excited, ecstatic, thrilled, overjoyed, enthusiastic, gleeful",
    },
)
EXPRESSION_ADJECTIVES: Words = (
    FEELINGS
    | settings(
        "expression",
        {
            "smile": "smiling, warm",
            "calm": "neutral, grave, blank",
            "angry": "mad",
            "laugh": "laughing",
            "crying": "crying",
        },
    )
    | FRECKLED
    | settings("skin", {"pale": "pale"})
    | settings("age", {"old": "wrinkled"})
)
EYES: Words = settings(
    "eyes",
    {
        "blue": "blue, light blue, dark blue, bright blue, deep blue, sky blue, icy blue, piercing blue, sapphire",
        "green": "green, light green, dark green, bright green, emerald, emerald green",
        "hazel": "hazel",
        "brown": "brown, dark brown, light brown, deep brown, dark, chocolate, chestnut",
        "grey": "grey, gray, light grey, light gray, silver, steel",
        "amber": "amber, honey, orange",
        "gold": "golden, gold, yellow",
        "black": "black",
        "red": "red, crimson, blood red, bloodshot",
        "purple": "purple, violet, lavender",
        "pink": "pink",
        "white": "white, blind",
    },
) | settings(
    "expression",
    {
        "asleep": "closed, shut",
        "surprised": "wide",
        "sleepy": "sleepy, tired, half closed",
        "slight smile": "kind, gentle, warm, friendly",
        "sad": "sad",
        "crying": "crying, teary, tearful, wet",
        "serious": "piercing, stern",
        "angry": "angry",
        "love": "heart",
    },
)
LIPS: Words = settings(
    "lips",
    {
        "red": "red, dark red, bright red, deep red, scarlet, crimson, ruby, cherry red",
        "pink": "pink, light pink, rose, rosy, hot pink",
        "dark": "dark, burgundy",
        "coral": "coral, peach, orange",
        "purple": "purple, violet, plum",
        "black": "black",
        "blue": "blue, dark blue, light blue, navy",
        "green": "green, dark green",
        "brown": "brown, dark brown",
        "gold": "gold, golden",
        "nude": "nude, pale, beige",
    },
)
BROWS: Words = settings("brows", {"thick": "thick, bushy, big, heavy, strong"}) | {
    word: ("brow_colour", colour) for word, (feature, colour) in HAIR.items() if feature == "hair_colour"
}
SMILE: Words = settings(
    "expression",
    {
        "grin": "big, broad, wide, deep, toothy, bright, huge, large, beaming, radiant, dazzling",
        "slight smile": "slight, faint, subtle, soft, gentle, small, shy, warm, sweet, kind, calm, serene",
        "smirk": "crooked, wry, sly, smug, mischievous, cheeky",
        "evil": "evil, wicked, sinister",
    },
)
MARK_ADJECTIVES: Words = colours("mark_colour")


def _marks(rows: Mapping[str, str]) -> Words:
    found: Words = {}
    for name, cell in rows.items():
        found |= settings(f"mark/{name}", {YES: cell})
    return found


ALONE: Words = (
    FEELINGS
    | settings("freckles", {YES: "freckles, freckled, freckle, freckly"})
    | settings(
        "flowers", {YES: "flower, flowers, blossom, blossoms, daisies, flower in hair, flowers in hair"}
    )
    | settings("lips", {"red": "lipstick, red lipstick"})
    | settings(
        "expression",
        {
            "smile": "smile, smiles, smiling, happily, smiley, happiness, joy",
            "grin": "grin, grins, grinning, beaming",
            "laugh": "laugh, laughs, laughing, laughter, giggling, chuckling, lol",
            "sad": "pouting, sadness, frown, sulking, pout",
            "crying": "crying, weeping, sobbing, in tears, tears, cries, tear",
            "angry": "scowl, scowling, frowning, glaring, anger, rage",
            "shouting": "shouting, yelling, screaming, roaring, shouts",
            "surprised": "surprise, astonishment, gasping, open mouthed, open mouth, gasp, wide eyed, mouth open",
            "scared": "fear, terror, panic",
            "serious": "unsmiling, straight faced, expressionless, poker face",
            "thoughtful": "thinking, daydreaming, pondering",
            "smirk": "smirk, smirking",
            "wink": "wink, winks, winking, one eye closed",
            "asleep": "asleep, sleeping, eyes closed, closed eyes, meditating, sleeps, napping, praying, eyes shut",
            "sleepy": "yawning",
            "bored": "boredom, eye roll",
            "love": "in love, heart eyes, lovestruck, adoring",
            "tongue": "tongue out, sticking tongue out, sticking out tongue, tongue, silly face",
            "kiss": "kissing, kiss, blowing a kiss, puckered lips, duck face",
            "shy": "blushing",
            "disgusted": "disgust, grimace, grimacing",
            "confused": "raised eyebrow, one eyebrow raised, raising one eyebrow, raising an eyebrow, arched eyebrow, confusion",
        },
    )
    | settings(
        "lashes", {YES: "eyeliner, mascara, eyelashes, lashes, long lashes, long eyelashes, false lashes"}
    )
    | settings("brows", {"thick": "unibrow, monobrow"})
    | settings(
        "in mouth",
        {
            "pipe": "pipe, smoking a pipe, tobacco pipe, smoking pipe",
            "cigarette": "cigarette, smoking, smoking a cigarette",
            "cigar": "cigar",
            "lollipop": "lollipop, lolly",
        },
    )
    | settings(
        "wings",
        {
            "wings": "wings, angel wings, feathered wings, white wings, winged",
            "fairy wings": "fairy wings, butterfly wings, pixie wings, dragonfly wings",
        },
    )
    | settings(
        "mask",
        {
            "face mask": "face mask, surgical mask, medical mask, mask, masked, dust mask",
            "domino mask": "domino mask, eye mask, superhero mask, masquerade mask, carnival mask, bandit mask",
            "ninja mask": "ninja mask",
        },
    )
    | _marks(
        {
            "eyepatch": "eyepatch, eye patch, patch over eye",
            "scar": "scar, scars, scarred, facial scar",
            "nose ring": "nose ring, nose piercing, pierced nose, piercing, piercings, pierced",
            "septum ring": "septum ring, septum piercing, septum",
            "nose stud": "nose stud",
            "lip ring": "lip ring, lip piercing, pierced lip, lip stud",
            "brow ring": "eyebrow piercing, brow piercing, eyebrow ring, pierced eyebrow, brow ring",
            "bindi": "bindi, tilaka, tika, tilak",
            "clown nose": "clown nose, red nose, red clown nose",
            "fangs": "fangs, vampire teeth, sharp teeth",
            "mole": "mole, beauty mark, beauty spot, birthmark",
            "plaster": "plaster, band aid, bandage, bandaid, sticking plaster",
            "face tattoo": "tattoo, tattoos, tattooed, face tattoo, facial tattoo, tribal tattoo",
            "face paint": "face paint, war paint, painted face, warpaint",
            "blush": "blush, rosy cheeks, red cheeks, pink cheeks, flushed, flushed cheeks, rouge",
            "eyeshadow": "eyeshadow, eye shadow, makeup, make up, heavy makeup, smoky eyes",
            "whiskers": "cat whiskers, whiskers on cheeks, whiskers",
            "pointed ears": "pointed ears, pointy ears, elf ears, elven ears, pointed ear, fairy ears",
            "dimples": "dimples, dimple, dimpled",
            "sweat": "sweat, sweating, sweaty",
        }
    )
)
