"""Words for what is behind the person."""

from portrait_app.engines.sketch.english.settings import Words, colours, settings

BACKGROUND: Words = (
    colours("background")
    | settings(
        "background",
        {
            "dark grey": "dark, dim, moody, gloomy",
            "white": "light, bright, blank",
            "light grey": "neutral",
        },
    )
    | settings(
        "scene",
        {
            "stripes": "striped, stripy, diagonal stripes",
            "dots": "dotted, polka dot, polka dotted, spotted",
            "rays": "sunburst, sunray, radiating",
            "bricks": "brick",
            "hearts": "heart",
            "night sky": "starry",
            "clouds": "cloudy, sky",
            "garden": "floral, flowery, flower",
            "party": "festive",
        },
    )
)
_PLACES: Words = settings(
    "scene",
    {
        "forest": "forest, woods, woodland, trees, jungle, in the woods, pine forest, wood, park, trees behind",
        "mountains": "mountains, mountain, alps, mountain range, snowy mountains, mountain landscape, hills in distance",
        "sea": "sea, beach, ocean, seaside, coast, shore, by the sea, sandy beach, waves behind, harbour, harbor, lake",
        "city": "city, skyline, city skyline, street, town, skyscrapers, cityscape, downtown, urban, buildings, new york",
        "city at night": "city at night, night city, city lights, neon city, night skyline, city by night, neon lights",
        "night sky": "night sky, stars, starry sky, starry night, at night, moonlight, moon, night, moonlit, starlight",
        "space": "space, outer space, galaxy, planets, cosmos, universe, nebula, in space",
        "sunset": "sunset, sunrise, dusk, dawn, golden hour, at sunset, evening sky, setting sun",
        "snow": "snow, snowing, snowy, winter, snowfall, snowflakes, winter landscape, snowstorm, snowy forest, blizzard",
        "rain": "rain, raining, rainy, storm, stormy, thunderstorm, raindrops, downpour",
        "clouds": "sky, clouds, cloudy, cloud, blue sky, cloudy sky, among clouds, heaven",
        "rainbow": "rainbow, rainbows",
        "garden": "garden, flower garden, meadow of flowers, flower field, flowers behind, field of flowers, rose garden, spring",
        "field": "field, meadow, hills, countryside, farm, grass, fields, hill, lawn, landscape, wheat field, green hills, prairie",
        "desert": "desert, sand dunes, dunes, cactus, cacti, sahara, wild west",
        "autumn": "autumn, fall leaves, autumn leaves, falling leaves, autumnal, fall foliage, leaves",
        "blossom": "cherry blossoms, cherry blossom, sakura, blossom tree, cherry tree, plum blossoms",
        "library": "library, bookshelf, bookshelves, books, bookcase, bookshop, bookstore",
        "room": "room, living room, window, bedroom, indoors, house, home, office, classroom, cafe, interior, studio room",
        "kitchen": "kitchen, restaurant, bakery, in the kitchen",
        "stage": "stage, on stage, theatre, theater, curtain, curtains, spotlight, concert, circus",
        "fire": "fire, flames, burning, in flames, inferno, hell, lava, volcano",
        "underwater": "underwater, under water, under the sea, fish, coral reef, aquarium, deep sea",
        "hearts": "hearts, valentine, valentines, love hearts",
        "party": "party, confetti, balloons, birthday, celebration, birthday party, balloon, festival",
        "bricks": "brick wall, bricks, brick background, brick",
        "castle": "castle, fortress, palace, tower, castle walls, medieval castle",
        "stripes": "striped background, diagonal stripes",
        "dots": "polka dot background, dotted background",
        "rays": "sunburst, sun rays, comic background, pop art background",
    },
)

# Colours and weather that these places have in the drawing anyway.
_SUCH = {
    "forest": ("green", "dark", "misty", "pine", "deep"),
    "field": ("green", "sunny", "grassy", "rolling"),
    "garden": ("green", "blooming", "colourful", "colorful"),
    "sea": ("blue", "sandy", "calm", "tropical"),
    "clouds": ("blue", "white"),
    "mountains": ("snowy", "high", "snow capped"),
    "desert": ("sandy", "hot"),
    "snow": ("white", "cold", "falling"),
    "rain": ("heavy", "grey"),
    "night sky": ("dark", "twinkling"),
    "castle": ("old", "medieval", "stone"),
    "bricks": ("red",),
    "stage": ("red",),
}
ALONE: Words = _PLACES | {
    f"{such} {word}": setting for word, setting in _PLACES.items() for such in _SUCH.get(setting[1], ())
}
