"""Backgrounds, each on a square of 1000 x 1000 that is laid over the whole picture.

They are soft and have no outlines, so that the person stands off from them.
"""

from portrait_app.engines.sketch.art.part import Part, named

_FULL = "M0 0H1000V1000H0z"


def _many(shape: str, places: tuple[tuple[int, int], ...]) -> str:
    return "\n".join(shape.format(x=x, y=y) for x, y in places)


_SCATTER = (
    (70, 90), (210, 50), (330, 150), (120, 250), (470, 60), (600, 130), (760, 60), (900, 140), (820, 260),
    (60, 400), (180, 480), (940, 380), (860, 500), (90, 620), (930, 640), (240, 350), (700, 230), (40, 780),
    (960, 820), (380, 40), (540, 200), (150, 150), (680, 40), (980, 30), (20, 190), (280, 240), (880, 740),
)  # fmt: skip
_STARS = "\n".join(f"#fdf3cf:0 o {x} {y} {3 + (x + y) % 4} {3 + (x + y) % 4}" for x, y in _SCATTER)


def _firs(places: tuple[tuple[int, int], ...], colour: str) -> str:
    return "\n".join(
        f"{colour}:0 M{x} {y}L{x + 80} {y + 170}H{x + 44}L{x + 110} {y + 330}H{x + 60}L{x + 130} {y + 520}H{x - 130}L{x - 60} {y + 330}H{x - 110}L{x - 44} {y + 170}H{x - 80}z"
        for x, y in places
    )


def _tower(x: int, width: int, top: int, wall: str, light: str) -> str:
    panes = "".join(
        f"M{x + 16 + 34 * column} {y}h16v22h-16z"
        for y in range(top + 26, 960, 54)
        for column in range((width - 16) // 34)
        if (x + y + column) % 3
    )
    return f"{wall}:0 M{x} {top}h{width}V1000H{x}z\n{light}:0 {panes}"


_CITY = ((0, 110, 420), (100, 130, 280), (220, 90, 480), (310, 120, 360), (560, 100, 440), (650, 130, 300), (770, 90, 400), (850, 160, 240))  # fmt: skip
_CLOUD = "w@80:0 M{x} {y}c-60 0-60-66 0-66 10-60 110-60 124-6 60-20 96 60 40 72z"
_HEART = "#e0607f@70:0 M{x} {y}c-40-34-50-54-40-70 12-16 32-12 40 4 8-16 30-20 42-4 8 18-4 38-42 70z"
_SNOW = "\n".join(f"w:0 o {x} {y} {6 + (x * y) % 7} {6 + (x * y) % 7}" for x, y in _SCATTER)
_BLOOM = "{c}:0 o {x} {y} 20 20\n{c}:0 o {a} {y} 20 20\n{c}:0 o {m} {t} 20 20\n{c}:0 o {m} {b} 20 20\n#f2c84b:0 o {m} {y} 14 14"


def _blooms(places: tuple[tuple[int, int], ...]) -> str:
    tones = ("#d9708f", "#f7f1e6", "#e39a4a", "#a98fd0")
    return "\n".join(
        f"#5f8f58:0 M{x + 14} {y}h8V1000h-8z\n"
        + _BLOOM.format(c=tones[number % 4], x=x - 8, a=x + 44, m=x + 18, y=y, t=y - 26, b=y + 26)
        for number, (x, y) in enumerate(places)
    )


_BOOKS = "\n".join(
    f"{tone}:0 M{x} {shelf - height}h{width}v{height}h-{width}z"
    for shelf in (190, 400, 610, 820, 1030)
    for x, width, height, tone in (
        (10, 34, 150, "#9c5a4a"), (50, 26, 130, "#5b7a6a"), (82, 40, 160, "#46607f"), (128, 30, 140, "#c9a15a"),
        (164, 36, 120, "#7a5a78"), (206, 24, 156, "#8f7a5a"), (240, 40, 142, "#5a6f88"), (300, 30, 150, "#a8694a"),
        (336, 36, 130, "#6f8460"), (380, 30, 156, "#8c4a55"), (420, 40, 144, "#cbb27a"), (470, 28, 130, "#4f6b7a"),
        (506, 40, 152, "#9c5a4a"), (556, 30, 138, "#5b7a6a"), (600, 36, 156, "#7a5a78"), (644, 28, 128, "#46607f"),
        (680, 40, 150, "#c9a15a"), (730, 30, 140, "#8f7a5a"), (766, 36, 156, "#5a6f88"), (810, 28, 126, "#a8694a"),
        (846, 40, 150, "#6f8460"), (896, 30, 138, "#8c4a55"), (934, 40, 154, "#cbb27a"),
    )
)  # fmt: skip
_SHELVES = "\n".join(f"#6b4a34:0 M0 {y}h1000v22H0z" for y in (190, 400, 610, 820))
_BRICKS = "\n".join(
    f"{'#b0604a' if (row + number) % 3 else '#a4543f'}:0 M{-60 + 126 * number + 60 * (row % 2)} {8 + 56 * row}h114v44h-114z"
    for row in range(18)
    for number in range(9)
)
_CONFETTI = "\n".join(
    f"{('#d1567c', '#45a3b0', '#e5bd4f', '#7a5fb0', '#6faf6a')[number % 5]}:0 M{x} {y}l22 10-8 20-22-10z"
    for number, (x, y) in enumerate(_SCATTER)
)

SCENES = named(
    {
        "forest": Part(
            f"#c9dccb:0 {_FULL}\n"
            + _firs(((60, 250), (250, 300), (720, 270), (930, 230)), "#8fb597")
            + "\n"
            + _firs(((-10, 420), (160, 470), (380, 500), (600, 500), (830, 440), (1010, 400)), "#5f8f6d")
        ),
        "mountains": Part(
            f"#cfe0ea:0 {_FULL}\n#9fb4c6:0 M-40 760L180 260 330 470 470 330 640 520 800 220 1040 700V1000H-40z\n"
            "w:0 M180 260L108 420 160 396 190 430 226 388 252 412zM800 220L738 350 786 330 810 366 846 330 872 350z\n"
            "#7d96a8:0 M-40 860L120 600 300 800 500 640 720 830 900 620 1040 780V1000H-40z"
        ),
        "sea": Part(
            f"#cfe6f2:0 {_FULL}\n#f4e2a8:0 o 820 170 80 80\n#5aa3c4:0 M0 520H1000V1000H0z\n"
            "#7fbcd4:0 M0 600c80-30 120 30 200 0s120 30 200 0 120 30 200 0 120 30 200 0 120 30 200 0v30H0z\n"
            "#7fbcd4:0 M0 720c80-30 120 30 200 0s120 30 200 0 120 30 200 0 120 30 200 0 120 30 200 0v30H0z\n"
            "#ecd9a6:0 M0 860C300 800 700 830 1000 880V1000H0z"
        ),
        "city": Part(
            f"#e3dccf:0 {_FULL}\n"
            + "\n".join(_tower(x, width, top, "#94a3b3", "#dfe6ea") for x, width, top in _CITY)
        ),
        "city at night": Part(
            f"#27304f:0 {_FULL}\n"
            + _STARS
            + "\n"
            + "\n".join(_tower(x, width, top, "#161c33", "#f2cf6a") for x, width, top in _CITY)
        ),
        "night sky": Part(
            f"#25305a:0 {_FULL}\n{_STARS}\n#f7ecc0:0 M800 90a80 80 0 1 0 70 130 90 90 0 0 1-70-130z"
        ),
        "space": Part(
            f"#1b1838:0 {_FULL}\n#3c2f66@70:0 o 200 300 300 160\n{_STARS}\n#d98c5a:0 o 140 170 74 74\n"
            "-:14:#f0c894 o 140 172 122 26\n#5f8fc0:0 o 880 460 54 54"
        ),
        "sunset": Part(
            f"#f2a56a:0 {_FULL}\n#e97f62:0 M0 0H1000V220C700 300 300 160 0 240z\n#f7c978:0 M0 560C300 500 700 600 1000 540V1000H0z\n"
            "#fbe3a0:0 o 790 470 120 120\n#a8566a:0 M0 760C200 680 400 760 600 720 760 690 900 740 1000 700V1000H0z"
        ),
        "snow": Part(
            f"#c6d6e4:0 {_FULL}\n"
            + _firs(((80, 330), (900, 300)), "#8fa8b5")
            + f"\n#f4f8fb:0 M0 800C300 720 700 760 1000 800V1000H0z\n{_SNOW}"
        ),
        "rain": Part(
            f"#9fb0bd:0 {_FULL}\n#7f919f:0 M-20 180c0-90 120-110 160-60 40-90 200-90 230 0 60-60 180-30 180 50 60-90 210-70 220 10 70-40 200-20 230 40V-20H-20z\n"
            + _many("-:7:#dbe7ef M{x} {y}l-18 54", _SCATTER)
            + "\n"
            + _many("-:7:#dbe7ef M{x} {y}l-18 54", tuple((x, y + 300) for x, y in _SCATTER if y < 620))
        ),
        "clouds": Part(
            f"#a9d0ea:0 {_FULL}\n" + _many(_CLOUD, ((70, 200), (760, 150), (20, 560), (820, 520), (420, 90)))
        ),
        "rainbow": Part(
            f"#c3e0ef:0 {_FULL}\n"
            + "\n".join(
                f"-:38:{tone} M{40 + 36 * number} 1000C{40 + 36 * number} {-180 + 50 * number} {960 - 36 * number} {-180 + 50 * number} {960 - 36 * number} 1000"
                for number, tone in enumerate(
                    ("#d9564a", "#e8924a", "#efcf58", "#6fb26a", "#5a8fc9", "#8465b0")
                )
            )
        ),
        "garden": Part(
            f"#d3e6d0:0 {_FULL}\n#a5c99a:0 M0 560C300 500 700 560 1000 520V1000H0z\n"
            + _blooms(
                (
                    (40, 420),
                    (130, 520),
                    (220, 440),
                    (740, 430),
                    (820, 520),
                    (920, 420),
                    (300, 560),
                    (680, 560),
                    (20, 640),
                    (960, 620),
                )
            )
        ),
        "field": Part(
            f"#bfe0ee:0 {_FULL}\n{_many(_CLOUD, ((120, 180), (700, 140)))}\n#9cc47f:0 M0 560C200 480 420 560 600 500 760 450 900 520 1000 480V1000H0z\n"
            "#7fae66:0 M0 720C300 620 700 740 1000 640V1000H0z"
        ),
        "desert": Part(
            f"#f2dcae:0 {_FULL}\n#fbe9b8:0 o 180 180 80 80\n#dfae6c:0 M0 620C200 520 400 640 600 560 800 500 900 580 1000 540V1000H0z\n"
            "#c98f4f:0 M0 780C300 660 600 820 1000 700V1000H0z\n#6f9560:0 M860 300q26 0 26 30v60h30v-40h26v66h-56v250h-52v-190h-50v-90h26v60h24v-116q0-30 26-30z"
        ),
        "autumn": Part(
            f"#f0dfc0:0 {_FULL}\n"
            + "\n".join(
                f"{('#d9803c', '#b8502f', '#e0ac42', '#a8622f')[number % 4]}:0 M{x} {y}c-40-14-52-56-22-86 40 14 52 56 22 86z"
                for number, (x, y) in enumerate(((x, y + 60) for x, y in _SCATTER))
            )
            + "\n#c98a4a:0 M0 860C300 800 700 880 1000 820V1000H0z"
        ),
        "blossom": Part(
            f"#f6e9ea:0 {_FULL}\n-:26:#8a6a5a M-20 60C200 40 420 120 620 60M300 66C340 120 360 170 350 230M1020 160C940 170 860 150 780 190\n"
            + "\n".join(
                f"{('#f0b6c4', '#e893a8', '#f7cdd6')[number % 3]}:0 o {x} {y} {16 + (x + y) % 14} {14 + (x * y) % 12}"
                for number, (x, y) in enumerate((*_SCATTER, *((x + 26, y + 18) for x, y in _SCATTER)))
            )
        ),
        "library": Part(f"#8a6548:0 {_FULL}\n{_BOOKS}\n{_SHELVES}\n#efe5d4@30:0 {_FULL}"),
        "room": Part(
            f"#e6d8c4:0 {_FULL}\nw:0 M90 90h260v380H90z\n#a9d0ea:0 M110 110h104v160H110zM228 110h104v160H228zM110 284h104v166H110zM228 284h104v166H228z\n"
            "#b0604a:0 M60 70h60c-6 150 0 300-40 440H40zM380 70h-60c6 150 0 300 40 440h40z\n#8a6548:0 M700 120h220v170H700z\n#e9cfa0:0 M716 136h188v138H716z\n#6f9a5a:0 M716 274l60-70 50 40 40-50 38 80z\n#c7b294:0 M0 800H1000V1000H0z"
        ),
        "kitchen": Part(
            f"#eee6d6:0 {_FULL}\n"
            + "\n".join(f"-:5:#d5cbb6 M0 {y}H1000" for y in range(80, 760, 80))
            + "\n"
            + "\n".join(f"-:5:#d5cbb6 M{x} 0V760" for x in range(60, 1000, 80))
            + "\n#8a6548:0 M0 760H1000V1000H0z\n#b8864f:0 M0 740H1000v40H0z\n#8a6548:0 M20 220h240v24H20z\n#b8403a:0 M50 150h60v70H50z\n#4f6b7a:0 M140 130h50v90h-50z\n#8a6548:0 M740 220h240v24H740z\n#c9a15a:0 M780 150h60v70h-60z\n#5b8c5a:0 M880 140h50v80h-50z"
        ),
        "stage": Part(
            f"#5f1f2c:0 {_FULL}\n"
            + "\n".join(
                f"#8f2f3c:0 M{x} 0h44C{x + 60} 400 {x + 20} 700 {x + 50} 1000h-60C{x + 10} 700 {x - 10} 400 {x} 0z"
                for x in range(10, 1000, 100)
            )
            + "\n#f7e6b0@25:0 M400 0h200L900 1000H100z"
        ),
        "fire": Part(
            f"#4a1f1c:0 {_FULL}\n#c9482c:0 M0 1000V560c60 60 80-60 60-160 80 60 120 140 110 220 50-80 40-200 0-300 120 80 180 220 170 330 60-60 90-180 60-320 130 110 190 240 170 360 60-80 60-180 30-280 110 90 150 190 140 300 60-60 80-140 60-220 100 60 140 140 200 210V1000z\n"
            "#ea8f3a:0 M0 1000V760c80 40 110-60 100-130 90 60 120 130 110 190 60-60 70-160 50-220 120 80 160 160 150 240 60-60 80-120 70-200 110 70 150 140 140 220 60-40 80-110 70-170 100 60 130 130 130 190 60-30 80-80 80-130 60 40 80 90 100 130V1000z"
        ),
        "underwater": Part(
            f"#3f8fb0:0 {_FULL}\n#5aa9c4@60:0 M200 0h140L240 1000H-40zM620 0h120L980 1000H760z\n"
            + _many("-:6:#cfeaf2 o {x} {y} 16 16", _SCATTER[:16])
            + "\n#e8924a:0 M820 330c50-50 110-40 140 0l40-30v70l-40-24c-30 40-90 44-140-16z\n#e5bd4f:0 M170 620c-40-40-90-30-110 0l-34-24v56l34-20c24 30 74 30 110-12z\n"
            "#3f7a5a:0 M60 1000C20 880 110 840 60 720 140 820 70 900 110 1000zM920 1000C880 900 960 860 920 760 990 840 940 920 970 1000z"
        ),
        "hearts": Part(f"#f6d3da:0 {_FULL}\n" + _many(_HEART, tuple((x, y + 60) for x, y in _SCATTER))),
        "party": Part(
            f"#f3e6ee:0 {_FULL}\n{_CONFETTI}\n#d1567c:0 o 130 330 84 100\n-:5:#8c8d92 M130 430C120 560 150 700 120 1000\n#45a3b0:0 o 880 280 84 100\n-:5:#8c8d92 M880 380C900 560 860 700 890 1000\n#e5bd4f:0 o 960 470 74 88"
        ),
        "bricks": Part(f"#d9c3b2:0 {_FULL}\n{_BRICKS}"),
        "castle": Part(
            f"#cfdcea:0 {_FULL}\n#9aa3b3:0 M30 1000V300h40v40h40v-40h40v40h40v-40h40v240h40v-40h50v40h50v-40h50v40h60v-40h60v40h50v-40h50v40h60v-40h40V220h40v40h44v-40h44v40h44v-40h44V1000z\n"
            "#7d8798:0 M110 480h40v90h-40zM830 400h44v100h-44z\n#b8403a:0 M870 220V90l110 36-90 36v58z"
        ),
        "stripes": Part(
            f"c:0 {_FULL}\n" + "\n".join(f"l@55:0 M{x} 0h60L{x - 400} 1000h-60z" for x in range(0, 1500, 130))
        ),
        "dots": Part(
            f"c:0 {_FULL}\n"
            + "\n".join(
                f"l@60:0 o {x + 45 * (row % 2)} {y} 20 20"
                for row, y in enumerate(range(30, 1000, 78))
                for x in range(0, 1050, 90)
            )
        ),
        "rays": Part(
            f"c:0 {_FULL}\n"
            + "\n".join(
                f"l@50:0 M500 420L{x} {y}L{x2} {y2}z"
                for x, y, x2, y2 in (
                    (0, -60, 180, -60),
                    (360, -60, 540, -60),
                    (720, -60, 900, -60),
                    (1060, 20, 1060, 190),
                    (1060, 360, 1060, 540),
                    (1060, 720, 1060, 900),
                    (840, 1060, 660, 1060),
                    (480, 1060, 300, 1060),
                    (120, 1060, -60, 1060),
                    (-60, 860, -60, 680),
                    (-60, 500, -60, 320),
                    (-60, 180, -60, 60),
                )
            )
        ),
    }
)
