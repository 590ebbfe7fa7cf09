"""Words for hats, glasses, clothes and jewellery."""

from collections.abc import Mapping

from portrait_app.engines.sketch.english.settings import Words, colours, settings
from portrait_app.engines.sketch.traits import YES

EYEWEAR: Words = settings(
    "eyewear",
    {
        "round": "round, circular, big, large, oversized, wire rimmed, john lennon",
        "square": "square, rectangular, thick, nerdy, horn rimmed, thick rimmed, geeky",
        "reading": "reading, half moon, small, thin",
        "sunglasses": "dark, sun, tinted, aviator, mirrored",
        "heart": "heart shaped, heart",
        "star": "star shaped, star",
        "cat-eye": "cat eye, cats eye",
    },
) | colours("eyewear_colour")
HEADWEAR: Words = colours("headwear_colour") | settings(
    "headwear_colour", {"colourful": "colourful, colorful, multicoloured, multicolored, patterned"}
)
NECKWEAR: Words = colours("neckwear_colour")
EARRINGS: Words = colours("earrings_colour") | settings(
    "earrings",
    {
        "hoops": "hoop, round, circle, creole",
        "pearls": "pearl",
        "drops": "drop, dangling, dangly, long, teardrop",
        "studs": "stud, small, tiny, diamond",
    },
)
CLOTHES: Words = colours("clothes") | settings(
    "pattern",
    {
        "striped": "striped, stripy, stripey, breton",
        "pinstriped": "pinstriped, pinstripe",
        "dotted": "dotted, polka dot, polka dotted, spotted",
        "checked": "checked, chequered, checkered, plaid, tartan, flannel, gingham, tweed",
        "floral": "floral, flowery, flowered, flower print, hawaiian",
    },
)

_HEADWEAR = settings(
    "headwear",
    {
        "hat": "hat, fedora, trilby, panama hat, felt hat, detective hat, hats",
        "sun hat": "sun hat, sunhat, wide brimmed hat, floppy hat, garden hat, beach hat",
        "straw hat": "straw hat, farmer hat",
        "bucket hat": "bucket hat, fishing hat, fisherman hat, sou'wester, sou'wester hat, rain hat",
        "bowler": "bowler, bowler hat, derby hat",
        "cowboy hat": "cowboy hat, stetson, cowgirl hat, western hat",
        "sombrero": "sombrero",
        "top hat": "top hat, magician hat, cylinder hat, tophat",
        "pirate hat": "pirate hat, tricorn, tricorne, tricorn hat, captain hook hat",
        "witch hat": "witch hat, witches hat, pointed hat, pointy hat, pointed black hat",
        "wizard hat": "wizard hat, wizards hat, magic hat",
        "party hat": "party hat, birthday hat, paper hat, cone hat",
        "cap": "cap, baseball cap, snapback, trucker hat, flat cap, peaked baseball cap, trucker cap",
        "nurse cap": "nurse cap, nurses cap, nurse hat",
        "peaked cap": "peaked cap, police cap, police hat, captain hat, captain cap, officer cap, pilot cap",
        "sailor hat": "sailor hat, sailor cap",
        "beret": "beret, french beret",
        "beanie": (
            "beanie, knit cap, knitted cap, woolly hat, wooly hat, woollen hat, bobble hat, winter hat, knitted hat, "
            "knit hat, wool hat, wool cap, woolen hat, toboggan, pom pom hat"
        ),
        "santa hat": "santa hat, christmas hat, red santa hat, father christmas hat, santa cap",
        "nightcap": "nightcap, night cap, sleeping cap, sleep cap",
        "chef hat": "chef hat, chefs hat, toque, cook hat, chef cap",
        "helmet": "helmet, soldier helmet, army helmet, military helmet, bike helmet, bicycle helmet",
        "hard hat": "hard hat, hardhat, construction helmet, safety helmet, builder hat",
        "fire helmet": "fire helmet, firefighter helmet, fireman helmet, firefighter hat, fireman hat",
        "viking helmet": "viking helmet, horned helmet, helmet with horns",
        "knight helmet": "knight helmet, plumed helmet, medieval helmet",
        "space helmet": "space helmet, astronaut helmet, bubble helmet",
        "hijab": "hijab, chador, niqab, burqa, burka, muslim headscarf, islamic headscarf, islamic veil",
        "nun veil": "nun veil, wimple, habit, nuns habit, nun habit",
        "hood": "hood, hooded, hood up, riding hood",
        "headscarf": "headscarf, head scarf, head wrap, headwrap, gele, duku, african headwrap, doek, headcloth, head tie",
        "kerchief": "kerchief, babushka, headkerchief, head kerchief",
        "bandana": "bandana, bandanna, durag, pirate bandana, bandanas",
        "turban": "turban, dastar, pagri, turbaned, sikh turban",
        "crown": "crown, crowned, royal crown",
        "tiara": "tiara, diadem, princess crown, coronet",
        "veil": "veil, bridal veil, wedding veil, veiled, mantilla",
        "headband": "headband, hairband, sweatband, alice band, hair band, head band",
        "bow": "bow, hair bow, ribbon, hair ribbon, bow in hair, ribbons",
        "flower crown": "flower crown, floral crown, flower wreath, wreath of flowers, crown of flowers, flower garland",
        "laurel": "laurel wreath, laurel, wreath, olive wreath, laurels, leaf crown",
        "halo": "halo, nimbus",
        "horns": "horns, horned, devil horns, demon horns",
        "cat ears": "cat ears, kitty ears, neko ears, cat ear headband, catgirl, cat girl, kitten ears",
        "bunny ears": "bunny ears, rabbit ears, bunny girl",
        "graduation cap": "graduation cap, mortarboard, mortar board, graduation hat, square academic cap",
        "jester hat": "jester hat, cap and bells, jester cap, fool cap, harlequin hat",
        "feather headdress": "feather headdress, feathered headdress, war bonnet, feathers, headdress",
        "fez": "fez, tarboosh",
        "skullcap": "kippah, skullcap, yarmulke, kufi, taqiyah, zucchetto, skull cap, kippa",
        "mitre": "mitre, miter, papal hat",
        "headphones": "headphones, headset, earphones, head phones",
        "earmuffs": "earmuffs, ear muffs, earmuff",
        "pharaoh cloth": "nemes, pharaoh headdress, egyptian headdress",
    },
)
_GARMENTS = settings(
    "garment",
    {
        "shirt": "shirt, button up shirt, dress shirt, blouse, button down shirt, hawaiian shirt, collared shirt, flannel",
        "polo": "polo, polo shirt",
        "pyjamas": "pyjamas, pajamas, pjs, pyjama, nightwear, nightshirt, sleepwear",
        "suit": "suit, blazer, business suit, suit and tie, business attire, sports coat, smart clothes",
        "tuxedo": "tuxedo, dinner jacket, tux, dinner suit, tailcoat",
        "jacket": (
            "jacket, leather jacket, denim jacket, bomber jacket, biker jacket, windbreaker, jean jacket, anorak, "
            "parka, cardigan, puffer jacket, rain jacket"
        ),
        "coat": "coat, trench coat, raincoat, overcoat, trenchcoat, winter coat, fur coat, long coat, peacoat",
        "lab coat": "lab coat, labcoat, white coat, doctor coat, doctors coat",
        "waistcoat": "waistcoat, vest",
        "hoodie": "hoodie, hooded sweatshirt, hoody, sweatshirt",
        "turtleneck": "turtleneck, polo neck, roll neck, turtle neck, turtleneck sweater, rollneck, high collar",
        "sweater": "sweater, jumper, pullover, knitted sweater, knitwear, wool sweater",
        "t-shirt": "t shirt, tshirt, tee, tee shirt, jersey, tunic",
        "vest top": "tank top, vest top, camisole, undershirt, singlet, tanktop, halter top, crop top",
        "dress": "dress, sundress, summer dress, pinafore",
        "gown": "gown, evening gown, ball gown, off shoulder dress, strapless dress, ballgown, evening dress, prom dress",
        "wedding dress": "wedding dress, wedding gown, bridal gown, bridal dress",
        "kimono": "kimono, yukata, hanfu, hanbok",
        "robe": "robe, robes, wizard robe, monk robe, toga, djellaba, kaftan, caftan",
        "bathrobe": "bathrobe, dressing gown, bath robe",
        "sari": "sari, saree",
        "cape": "cape, cloak, vampire cape",
        "uniform": "military uniform, police uniform, army uniform, school blazer, navy uniform, uniform, dress uniform",
        "camouflage": "camouflage, camo, fatigues, combat uniform",
        "scrubs": "scrubs, surgical scrubs, hospital scrubs",
        "chef jacket": "chef jacket, chefs jacket, chef whites, chef uniform, chef coat",
        "suspenders": "suspenders, shirt and suspenders, trouser braces",
        "overalls": "overalls, dungarees, boiler suit, bib overalls, denim overalls",
        "apron": "apron",
        "armour": "armour, armor, plate armour, plate armor, breastplate, chainmail, suit of armour, suit of armor",
        "space suit": "space suit, spacesuit, astronaut suit",
        "fur trimmed": "santa suit, santa costume",
        "habit": "nun costume, religious habit",
        "sailor top": "sailor suit, sailor uniform, sailor outfit, sailor collar",
        "super suit": "superhero costume, superhero suit, super suit, superhero cape",
        "bare": "shirtless, bare chested, topless, bare shoulders, bare chest, naked, nude, bare shouldered",
    },
)
_NECKWEAR = settings(
    "neckwear",
    {
        "tie": "tie, necktie, neck tie, ties",
        "bow tie": "bow tie, bowtie, bow ties",
        "scarf": "scarf, muffler, woolly scarf, neck scarf, wool scarf, winter scarf, scarves",
        "shawl": "shawl, stole, pashmina, wrap",
        "pearl necklace": "pearls, pearl necklace, string of pearls, pearl",
        "necklace": "necklace, pendant, amulet, locket, jewellery, jewelry, beads, jewels",
        "gold chain": "gold chain, chain, chains, gold chains, golden chain, bling",
        "choker": "choker, collar necklace, velvet choker",
        "medal": "medal, medals, medallion",
        "stethoscope": "stethoscope",
        "ruff": "ruff, ruff collar, ruffled collar, elizabethan collar, elizabethan ruff",
        "neckerchief": "neckerchief, scout scarf, neck bandana, cravat, scarf knotted",
        "clerical collar": "clerical collar, priest collar, dog collar, white collar",
        "lei": "lei, flower necklace, flower garland round neck",
    },
)

ALONE: Words = (
    _HEADWEAR
    | _GARMENTS
    | _NECKWEAR
    | settings(
        "eyewear",
        {
            YES: "glasses, eyeglasses, spectacles, specs, eyewear, bespectacled",
            "sunglasses": "sunglasses, sun glasses, dark glasses, wearing shades, shades, aviators, sunnies",
            "heart": "heart shaped glasses, heart glasses, heart sunglasses, heart shaped sunglasses",
            "star": "star shaped glasses, star glasses, star sunglasses, star shaped sunglasses",
            "cat-eye": "cat eye glasses, cat eye sunglasses, cats eye glasses",
            "goggles": "goggles, ski goggles, swimming goggles, safety goggles, aviator goggles, steampunk goggles",
            "monocle": "monocle, eyeglass",
        },
    )
    | settings(
        "earrings",
        {
            YES: "earrings, earring, ear rings, ear ring, pierced ears, pierced ear",
            "hoops": "hoop earrings, hoops, hoop earring, creoles",
            "pearls": "pearl earrings, pearl earring",
            "studs": "ear studs, stud earrings, studs",
            "drops": "drop earrings, dangling earrings, dangly earrings",
        },
    )
    | settings("pattern", {"striped": "stripes", "dotted": "polka dots", "checked": "plaid, tartan"})
)

# "A nurse with a white cap" wears a nurse's cap: these values mean what a role brings, if it brings one.
GENERIC: Mapping[str, frozenset[str]] = {
    "headwear": frozenset({"hat", "cap", "helmet", "veil", "crown"}),
    "beard": frozenset({YES}),
    "wings": frozenset({"wings"}),
    "mask": frozenset({"face mask"}),
    "earrings": frozenset({YES}),
    "scene": frozenset({"night sky"}),
}
