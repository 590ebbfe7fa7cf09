"""Words for people: their age, sex, heritage and role, and what a role wears unless the prompt says otherwise."""

from collections.abc import Mapping

from portrait_app.engines.sketch.english.grammar import listed
from portrait_app.engines.sketch.english.settings import Setting, Words, settings

AGE_SUFFIX = "-year-old"  # ending of the term for an age in years
AGES_BELOW = (
    ("baby", 3),
    ("child", 13),
    ("teenager", 20),
    ("young", 30),
    ("adult", 45),
    ("middle", 60),
    ("old", 121),
)
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_UNITS.split(), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
}

AGES: Words = settings(
    "age",
    {
        "baby": "baby, infant, newborn, toddler, babies, month old, months old, baby boy, baby girl",
        "child": (
            "child, children, kid, kids, boy, little girl, little boy, young girl, young boy, schoolgirl, "
            "schoolboy, preschooler, small child, kindergartener, lad, primary school"
        ),
        "teenager": "teenager, teenage, teen, adolescent, teenaged, teenage girl, teenage boy, youth, high schooler, tween",
        "young": "young, youthful, twenties, young adult, twentysomething, college student",
        "adult": "thirties, forties, grown up, thirtysomething",
        "middle": "middle aged, fifties, midlife, mature",
        "old": (
            "elderly, grandmother, grandma, granny, grandfather, grandpa, grandad, granddad, nana, nan, gramps, "
            "pensioner, wrinkled, wrinkles, wrinkly, retired, retiree, sixties, seventies, eighties, nineties, old man, old "
            "woman, old lady, elder, senior citizen, centenarian, crone, hag, ancient"
        ),
    },
)
AGE_ADJECTIVES: Words = settings(
    "age",
    {
        "baby": "newborn, baby",
        "child": "little",
        "young": "young, youthful",
        "teenager": "teenage, adolescent",
        "middle": "middle aged, mature",
        "old": "old, elderly, aged, ancient, senior, wise old",
    },
) | settings(
    "skin",
    {
        "deep": "black, dark",
        "pale": "pale, white",
        "brown": "brown",
        "tan": "tan, tanned",
        "green": "green",
        "blue": "blue",
    },
)
SEX: Words = settings(
    "presentation",
    {
        "feminine": (
            "woman, women, girl, little girl, young girl, lady, female, feminine, mother, mom, mum, mummy, mommy, "
            "grandmother, grandma, granny, nana, wife, sister, daughter, aunt, girlfriend, goddess, schoolgirl, mrs, ms, "
            "miss, old woman, old lady, teenage girl, baby girl, businesswoman, ladies, gal, niece, widow, crone, englishwoman, frenchwoman, irishwoman"
        ),
        "masculine": (
            "man, men, boy, little boy, young boy, gentleman, gentlemen, male, masculine, father, dad, daddy, "
            "grandfather, grandpa, grandad, granddad, gramps, husband, brother, son, uncle, boyfriend, guy, dude, schoolboy, "
            "sir, mr, old man, teenage boy, baby boy, businessman, bloke, lad, chap, fellow, nephew, englishman, frenchman, irishman, scotsman"
        ),
    },
)
# These only incline the choice: they are never listed, as drawn or not.
PRONOUNS: Words = settings(
    "presentation",
    {
        "feminine": "she, her, herself, hers, sisters, daughters, mothers, queens",
        "masculine": "he, him, his, himself, brothers, sons, fathers, kings",
    },
)

HERITAGE: Words = settings(
    "heritage",
    {
        "african": (
            "african, african american, afro american, black african, nigerian, kenyan, ghanaian, ethiopian, senegalese, "
            "somali, jamaican, haitian, congolese, ugandan, tanzanian, rwandan, zulu, maasai, masai, sudanese, malian, "
            "cameroonian, angolan, zimbabwean, caribbean, west african, east african, black american, yoruba, igbo, "
            "ivorian, gambian, namibian, afro caribbean, black british"
        ),
        "north african": "egyptian, moroccan, algerian, tunisian, libyan, berber, north african, tuareg",
        "east asian": "japanese, chinese, korean, asian, east asian, taiwanese, mongolian, south korean, hong kong, tibetan",
        "southeast asian": (
            "vietnamese, thai, filipino, filipina, indonesian, malaysian, malay, cambodian, burmese, southeast asian, laotian, "
            "singaporean, balinese"
        ),
        "south asian": (
            "indian, pakistani, bangladeshi, sri lankan, nepali, nepalese, bengali, punjabi, tamil, south asian, desi, "
            "sikh, hindu, gujarati, rajasthani, kashmiri"
        ),
        "middle eastern": (
            "arab, arabian, arabic, persian, iranian, iraqi, turkish, lebanese, syrian, saudi, palestinian, kurdish, afghan, "
            "middle eastern, jordanian, yemeni, emirati, israeli, armenian, kuwaiti"
        ),
        "latin american": (
            "latina, latino, latin american, hispanic, mexican, colombian, peruvian, cuban, puerto rican, dominican, "
            "venezuelan, bolivian, ecuadorian, guatemalan, chilean, honduran, salvadoran, latinx, nicaraguan"
        ),
        "indigenous american": "native american, american indian, indigenous, cherokee, navajo, inuit, mayan, aztec, inca, first nations, apache, sioux",
        "pacific": "polynesian, hawaiian, maori, samoan, tongan, fijian, pacific islander, aboriginal, tahitian, papuan, melanesian",
        "southern european": "italian, spanish, greek, portuguese, mediterranean, sicilian, maltese, southern european, andalusian",
        "northern european": (
            "swedish, norwegian, danish, finnish, icelandic, scandinavian, nordic, dutch, northern european, estonian, latvian, "
            "lithuanian, swede, dane"
        ),
        "irish": "irish, scottish, celtic, welsh, irishman, irishwoman, scotsman, scot",
        "european": (
            "european, german, french, british, english, polish, russian, ukrainian, austrian, swiss, belgian, czech, hungarian, "
            "caucasian, slavic, eastern european, romanian, serbian, croatian, white american, slovak, bulgarian, englishman, "
            "englishwoman, frenchman, frenchwoman"
        ),
    },
)


def _roles(rows: Mapping[str, str]) -> dict[str, tuple[Setting, ...]]:
    """Return {word: its settings} from {"its, words": "feature=value, feature=value"}."""
    found: dict[str, tuple[Setting, ...]] = {}
    for words, cell in rows.items():
        pairs = (pair.partition("=") for pair in listed(cell))
        wears = tuple((feature, value) for feature, _, value in pairs)
        found |= dict.fromkeys(listed(words), wears)
    return found


ROLES: Mapping[str, tuple[Setting, ...]] = _roles(
    {
        "girl, girls": "age=teenager",
        "pirate, buccaneer": "headwear=pirate hat, mark/eyepatch=yes, beard=short, earrings=ring, garment=coat, clothes=burgundy",
        "pirate captain": "headwear=pirate hat, mark/eyepatch=yes, beard=full, earrings=ring, garment=coat",
        "nun": "headwear=nun veil, garment=habit, presentation=feminine",
        "monk, friar": "hair_style=tonsure, garment=robe, clothes=brown, presentation=masculine",
        "buddhist monk": "hair_style=bald, garment=robe, clothes=orange, presentation=masculine",
        "santa, santa claus, father christmas, st nicholas, saint nicholas, saint nick": (
            "headwear=santa hat, headwear_colour=red, beard=full, beard_colour=white, hair_colour=white, age=old, "
            "garment=fur trimmed, clothes=red, presentation=masculine, expression=smile, mark/blush=yes"
        ),
        "mrs claus": "headwear=santa hat, hair_colour=white, age=old, garment=fur trimmed, clothes=red, presentation=feminine, eyewear=round",
        "wizard, sorcerer, mage, merlin, warlock, gandalf": (
            "headwear=wizard hat, beard=long, beard_colour=white, hair_colour=white, age=old, garment=robe, clothes=indigo, "
            "presentation=masculine"
        ),
        "witch, sorceress, enchantress": "headwear=witch hat, garment=cape, clothes=black, presentation=feminine, hair_length=long",
        "king, monarch, emperor": "headwear=crown, garment=cape, clothes=burgundy, beard=short, presentation=masculine",
        "queen, empress": "headwear=crown, garment=gown, clothes=burgundy, neckwear=pearl necklace, presentation=feminine, hair_length=long",
        "prince": "headwear=crown, garment=uniform, presentation=masculine",
        "princess": "headwear=tiara, garment=gown, clothes=pink, presentation=feminine, hair_length=long",
        "cowboy": "headwear=cowboy hat, garment=shirt, neckwear=neckerchief, presentation=masculine",
        "cowgirl": "headwear=cowboy hat, garment=shirt, neckwear=neckerchief, presentation=feminine, hair_length=long",
        "sheriff": "headwear=cowboy hat, garment=waistcoat, moustache=yes",
        "nurse": "headwear=nurse cap, garment=scrubs, clothes=light blue",
        "doctor, physician, surgeon, medic": "garment=lab coat, neckwear=stethoscope",
        "scientist, chemist, researcher, mad scientist, inventor": "garment=lab coat, eyewear=goggles, hair_finish=messy",
        "chef, cook, baker, pastry chef": "headwear=chef hat, garment=chef jacket, clothes=white",
        "waiter, waitress, butler, bartender": "garment=waistcoat, neckwear=bow tie, clothes=black",
        "policeman, police officer, cop, police": "headwear=peaked cap, garment=uniform, clothes=navy",
        "policewoman": "headwear=peaked cap, garment=uniform, clothes=navy, presentation=feminine",
        "soldier, army man, marine, infantryman": "headwear=helmet, garment=camouflage",
        "general, officer, admiral, captain, sea captain, ship captain": "headwear=peaked cap, garment=uniform, clothes=navy",
        "pilot, airline pilot, aviator": "headwear=peaked cap, garment=uniform, clothes=navy, neckwear=tie, neckwear_colour=black",
        "flight attendant, stewardess": "headwear=peaked cap, garment=suit, clothes=navy, neckwear=neckerchief",
        "sailor, seaman, mariner": "headwear=sailor hat, garment=sailor top",
        "fisherman, fisher, angler": "headwear=bucket hat, garment=coat, clothes=yellow, beard=short, presentation=masculine",
        "builder, construction worker, bricklayer, engineer": "headwear=hard hat, garment=overalls",
        "miner": "headwear=hard hat, garment=overalls",
        "mechanic, plumber, handyman": "headwear=cap, garment=overalls",
        "firefighter, fireman, firewoman": "headwear=fire helmet, garment=coat, clothes=brown",
        "astronaut, cosmonaut, spaceman": "headwear=space helmet, garment=space suit, scene=space",
        "vampire, dracula": "skin=pale, mark/fangs=yes, garment=cape, hair_colour=black, hair_style=slicked back, eyes=red",
        "vampiress": "skin=pale, mark/fangs=yes, garment=cape, hair_colour=black, presentation=feminine",
        "elf, elven, wood elf, elfin, dark elf, drow, high elf, christmas elf": "mark/pointed ears=yes, garment=cape, clothes=brown",
        "fairy, pixie fairy, faerie": "mark/pointed ears=yes, wings=fairy wings, headwear=flower crown, garment=dress, presentation=feminine",
        "goblin, orc": "mark/pointed ears=yes, skin=green, hair_style=bald, mark/fangs=yes",
        "zombie": "skin=green, hair_finish=messy, mark/scar=yes, expression=sleepy",
        "angel": "headwear=halo, wings=wings, garment=robe, clothes=white",
        "devil, demon, satan, imp": "headwear=horns, skin=red, garment=cape, expression=evil, beard=goatee, hair_colour=black",
        "albino": "skin=pale, hair_colour=white, brow_colour=white",
        "jester, court jester, harlequin": "headwear=jester hat, garment=t-shirt, clothes=red, neckwear=ruff",
        "clown": (
            "mark/clown nose=yes, hair_style=big afro, hair_colour=red, lips=red, mark/blush=yes, neckwear=ruff, clothes=yellow, "
            "pattern=dotted, skin=pale"
        ),
        "mime": "skin=pale, headwear=beret, garment=t-shirt, clothes=black, pattern=striped, lips=red",
        "knight, crusader, paladin": "headwear=knight helmet, garment=armour",
        "gladiator, roman soldier, centurion": "headwear=knight helmet, headwear_colour=gold, garment=armour, clothes=gold",
        "roman emperor, caesar, julius caesar": "headwear=laurel, garment=robe, clothes=white, presentation=masculine",
        "viking": "headwear=viking helmet, beard=full, hair_length=long, garment=cape, clothes=brown",
        "samurai": "hair_style=topknot, garment=kimono, clothes=navy, hair_colour=black",
        "ninja": "mask=ninja mask, headwear=hood, headwear_colour=black, clothes=black, garment=robe",
        "geisha": "garment=kimono, hair_style=bun, hair_colour=black, lips=red, flowers=yes, presentation=feminine, skin=pale",
        "bride": "headwear=veil, garment=wedding dress, presentation=feminine",
        "groom, bridegroom": "garment=tuxedo, neckwear=bow tie, neckwear_colour=black, presentation=masculine",
        "businessman, banker, salesman, politician, president, lawyer, boss, ceo, manager, accountant": (
            "garment=suit, neckwear=tie, presentation=masculine"
        ),
        "businesswoman, saleswoman, secretary": "garment=suit, presentation=feminine",
        "professor, academic, scholar, librarian": "garment=waistcoat, eyewear=round",
        "judge": "hair_colour=white, garment=robe, clothes=black, neckwear=ruff",
        "graduate": "headwear=graduation cap, garment=robe, clothes=black",
        "nerd, geek, bookworm, nerdy, geeky": "eyewear=square, garment=shirt, neckwear=bow tie",
        "hippie, hippy, flower child": "headwear=headband, hair_length=long, eyewear=round, pattern=floral, neckwear=necklace",
        "punk, punk rocker": "hair_style=mohawk, mark/nose ring=yes, garment=jacket, clothes=black, neckwear=choker",
        "goth, gothic, emo": "hair_colour=black, lips=black, clothes=black, skin=pale, neckwear=choker, mark/eyeshadow=yes",
        "hipster": "beard=full, headwear=beanie, eyewear=square, pattern=checked, garment=shirt",
        "lumberjack, woodcutter, logger": "beard=full, headwear=beanie, pattern=checked, garment=shirt, clothes=red",
        "rapper, hip hop artist, gangster rapper": "headwear=cap, neckwear=gold chain, eyewear=sunglasses, garment=hoodie",
        "rocker, biker, rock star, rockstar, metalhead": "garment=jacket, clothes=black, hair_length=long, headwear=bandana, eyewear=sunglasses",
        "gangster, mobster, mafioso": "headwear=hat, garment=suit, pattern=pinstriped, clothes=navy, in mouth=cigar",
        "detective, sherlock, spy, private eye, sherlock holmes": "headwear=hat, garment=coat, in mouth=pipe",
        "magician, ringmaster, illusionist": "headwear=top hat, garment=tuxedo, neckwear=bow tie, moustache=yes",
        "superhero, superheroine, superman, super hero": "mask=domino mask, garment=super suit",
        "thief, burglar, robber, bandit": "mask=domino mask, headwear=beanie, headwear_colour=black, garment=t-shirt, clothes=black, pattern=striped",
        "farmer, peasant, scarecrow": "headwear=straw hat, garment=overalls",
        "gardener": "headwear=straw hat, garment=overalls, clothes=green",
        "artist, painter": "headwear=beret, garment=apron",
        "mermaid": "hair_length=very long, headwear=flower crown, scene=underwater, garment=bare, neckwear=pearl necklace, presentation=feminine",
        "priest, vicar, pastor, clergyman": "garment=shirt, clothes=black, neckwear=clerical collar",
        "pope, bishop, cardinal": "headwear=mitre, garment=cape, clothes=white, age=old",
        "rabbi": "headwear=skullcap, beard=full, garment=suit, clothes=black, presentation=masculine",
        "imam": "headwear=skullcap, headwear_colour=white, beard=full, garment=robe, clothes=white, presentation=masculine",
        "sultan, maharaja, sheikh, genie": "headwear=turban, beard=goatee, garment=robe, presentation=masculine",
        "sikh": "headwear=turban, beard=full, presentation=masculine, hair_colour=black",
        "muslim woman, muslim girl, hijabi": "headwear=hijab, presentation=feminine",
        "pharaoh, cleopatra": "headwear=pharaoh cloth, neckwear=necklace, garment=robe, clothes=white, mark/eyeshadow=yes",
        "mariachi": "headwear=sombrero, moustache=yes, garment=jacket, clothes=black, neckwear=bow tie",
        "construction woman": "headwear=hard hat, garment=overalls, presentation=feminine",
        "leprechaun": "headwear=top hat, headwear_colour=green, beard=full, beard_colour=ginger, hair_colour=ginger, garment=suit, clothes=green",
        "dwarf, gnome, garden gnome": "headwear=nightcap, headwear_colour=red, beard=full, beard_colour=white, age=old, presentation=masculine",
        "jogger, runner, tennis player, athlete, sportsman": "headwear=headband, garment=vest top",
        "footballer, soccer player, football player": "garment=t-shirt, pattern=striped",
        "dj, gamer, streamer": "headwear=headphones, garment=hoodie",
        "scout, boy scout, girl scout": "neckwear=neckerchief, garment=shirt, clothes=khaki, headwear=beret",
        "boxer": "mark/plaster=yes, garment=vest top",
        "swimmer, diver": "eyewear=goggles, garment=bare",
        "ballerina, ballet dancer": "hair_style=bun, garment=dress, clothes=pink, presentation=feminine",
        "elvis": "hair_style=quiff, mark/sideburns=yes, hair_colour=black, garment=jacket, clothes=white",
        "red riding hood, little red riding hood": "headwear=hood, headwear_colour=red, garment=cape, clothes=red, presentation=feminine, age=child",
        "nurse practitioner": "garment=scrubs, neckwear=stethoscope",
        "surfer": "hair_colour=blonde, skin=tan, hair_length=medium, hair_finish=messy, scene=sea, garment=vest top",
        "tourist": "headwear=sun hat, eyewear=sunglasses, garment=shirt, pattern=floral",
        "gypsy, fortune teller": "headwear=headscarf, earrings=hoops, neckwear=necklace",
        "flamenco dancer": "flowers=yes, earrings=hoops, garment=dress, clothes=red, presentation=feminine, hair_colour=black",
        "schoolgirl": "garment=shirt, neckwear=tie",
        "schoolboy": "garment=shirt, neckwear=tie",
        "flapper": "headwear=headband, hair_style=bob, neckwear=pearl necklace, presentation=feminine, lips=red",
        "godfather": "garment=tuxedo, neckwear=bow tie, hair_style=slicked back, presentation=masculine",
        "actress, heroine, hostess": "presentation=feminine",
        "actor, hero": "presentation=masculine",
    }
)

# Several people: this engine draws one, and says so with these words.
SEVERAL: Mapping[str, str] = {
    **dict.fromkeys(
        listed(
            "couple, couples, twins, two people, two women, two men, two girls, two boys, two friends, two children, duo, "
            "pair of people, lovers, newlyweds, parents, mother and child, mother and daughter, father and son, mother and "
            "son, father and daughter, husband and wife, bride and groom, sisters, brothers, twin sisters, twin brothers"
        ),
        "two people",
    ),
    **dict.fromkeys(
        listed(
            "family, group, group of people, friends, crowd, band, team, siblings, triplets, three people, three women, "
            "three men, three friends, trio"
        ),
        "several people",
    ),
}
