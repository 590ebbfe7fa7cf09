"""Words for hair and beards."""

from portrait_app.engines.sketch.english.settings import Words, settings
from portrait_app.engines.sketch.traits import NONE, YES

_BLONDES = {
    "strawberry blonde": "strawberry blonde, strawberry blond",
    "dark blonde": "dark blonde, dark blond, dirty blonde, dirty blond, ash blonde, ash blond",
    "platinum": "platinum blonde, platinum blond",
}
_COLOURS: Words = settings("hair_colour", _BLONDES) | settings(
    "hair_colour",
    {
        "black": "black, jet black, raven, raven black, ebony, inky",
        "dark brown": "dark brown, dark, deep brown, espresso, dark brunette",
        "brown": "brown, chocolate, chocolate brown, medium brown, hazel, brownish, mousy, nut brown",
        "brunette": "brunette, brunet",
        "light brown": "light brown, caramel, honey brown",
        "chestnut": "chestnut, mahogany, chestnut brown",
        "auburn": "auburn, copper, coppery, dark red, reddish brown, rust, rusty, burgundy, maroon",
        "red": "red, redhead, fiery, bright red, fiery red, crimson, scarlet",
        "ginger": "ginger, orange, light red, carrot, carroty",
        "dark blonde": "sandy, tawny",
        "blonde": (
            "blonde, blond, golden, gold, fair, light, yellow, honey, light blonde, honey blonde, golden "
            "blonde, flaxen, straw"
        ),
        "platinum": "platinum, bleached",
        "grey": "grey, gray, greying, graying, salt and pepper, ashen, dark grey, dark gray, grizzled",
        "silver": "silver, silvery, light grey, light gray",
        "white": "white, snow white, snowy",
        "blue": "blue, dark blue, light blue, navy, bright blue, sky blue, electric blue, royal blue",
        "green": "green, dark green, light green, bright green, emerald, neon green, lime, mint",
        "teal": "teal, turquoise, aqua, cyan",
        "pink": "pink, light pink, pastel pink, bright pink, hot pink, magenta, rose, bubblegum pink, fuchsia",
        "purple": "purple, violet, dark purple, indigo, plum",
        "lavender": "lavender, lilac, light purple, pastel purple",
    },
)
_SHAPES: Words = (
    settings(
        "hair_length",
        {
            "short": "short, cropped, very short, ear length, close cropped, bobbed",
            "medium": "medium, medium length, shoulder length, chin length, mid length",
            "long": "long, flowing, long flowing",
            "very long": "very long, waist length, extremely long, knee length, floor length, super long",
            "shaved": "shaved, buzzed, buzz cut",
        },
    )
    | settings(
        "hair_texture",
        {
            "straight": "straight, sleek, smooth, straightened, lank",
            "wavy": "wavy, waved, beachy",
            "curly": "curly, curled, kinky, coily, frizzy, bouncy",
        },
    )
    | settings(
        "hair_finish",
        {
            "messy": (
                "messy, tousled, unkempt, wild, dishevelled, disheveled, windswept, untidy, uncombed, shaggy, "
                "scruffy, ruffled"
            ),
            "neat": "neat, tidy, combed, groomed, side parted",
            "spiky": "spiky, spiked",
        },
    )
    | settings(
        "hair_style",
        {
            "slicked back": "slicked back, slicked, slick, slicked-back, combed back, greased back",
            "balding": "thinning, receding",
            "braids": "braided, plaited",
            "pigtails": "bunched",
            "tuft": "hardly any, sparse, wispy",
        },
    )
)

ADJECTIVES: Words = _COLOURS | _SHAPES
BEARD_ADJECTIVES: Words = (
    {word: ("beard_colour", colour) for word, (_, colour) in _COLOURS.items()}
    | settings(
        "beard",
        {
            "full": "full, big, bushy, thick, huge, wild, messy, curly",
            "long": "long, very long, flowing",
            "short": "short, trimmed, neat, groomed, light, boxed, small, cropped",
        },
    )
    | settings("moustache", {YES: "curled, handlebar, twirled, waxed, walrus"})
)
ALONE: Words = (
    settings("hair_colour", _BLONDES)
    | settings(
        "hair_colour",
        {
            "blonde": "blonde, blond, blondes, fair haired",
            "brunette": "brunette, brunet, brunettes",
            "red": "redhead, redheaded, redheads, red head",
            "ginger": "ginger",
        },
    )
    | settings("hair_length", {"shaved": "buzz cut, buzzcut, crew cut, crewcut, skinhead, fade"})
    | settings("hair_texture", {"curly": "curls, curly, ringlets", "wavy": "waves"})
    | settings("fringe", {YES: "fringe, bangs", NONE: "swept back"})
    | settings(
        "hair_style",
        {
            "bald": "bald, hairless, no hair, without hair, shaved head, shaven head, bald head, baldheaded",
            "balding": "balding, receding hairline",
            "bun": "bun, updo, chignon, hair up, top bun, low bun, ballerina bun",
            "buns": "space buns, double buns, two buns, buns",
            "ponytail": "ponytail, ponytails, pony tail, high ponytail, low ponytail",
            "pigtails": "pigtails, pigtail, twintails, twin tails, twin ponytails, two ponytails, bunches",
            "braids": "braids, plaits, two braids, pair of braids, twin braids, box braids, french braids",
            "braid": "braid, plait, single braid, side braid, french braid, one braid",
            "dreadlocks": "dreadlocks, dreads, locs, rastas",
            "cornrows": "cornrows, corn rows",
            "topknot": "topknot, top knot, man bun",
            "bob": "bob, bob cut",
            "pixie": "pixie, pixie cut",
            "mohawk": "mohawk, mohican, punk hair",
            "big afro": "afro, big afro, huge afro, natural hair",
            "quiff": "quiff, pompadour, undercut, rockabilly hair",
            "shag": "mullet, shag",
            "tuft": "tuft, tuft of hair, one curl",
            "tonsure": "tonsure, tonsured",
            "spiky": "spikes",
        },
    )
    | settings(
        "beard",
        {
            YES: "beard, beards, bearded, facial hair",
            "goatee": "goatee, chin beard, van dyke",
            "stubble": "stubble, stubbly, unshaven, five o'clock shadow, designer stubble, scruff",
            NONE: "clean shaven, cleanshaven, smooth shaven, beardless",
        },
    )
    | settings("mark/sideburns", {YES: "sideburns, muttonchops, mutton chops"})
    | settings(
        "moustache",
        {
            YES: (
                "moustache, moustaches, mustache, mustaches, moustached, mustached, handlebar moustache, "
                "handlebar mustache"
            )
        },
    )
)
