"""Hair that Lorelei has not: drawn with the hair colours, behind the head and in front of it."""

from portrait_app.engines.sketch.art.part import Part, named


def _plait(left: int, right: int, top: int, bottom: int, drift: int) -> str:
    """Return a braid: links that alternate in shade, with a band and a tuft at its end."""
    links, step = [], 62
    centre = (left + right) / 2
    half = (right - left) / 2
    for number, y in enumerate(range(top, bottom, step)):
        x = centre + drift * (y - top) / (bottom - top)
        side = 1 if number % 2 else -1
        links.append(
            f"{'h' if number % 2 else 'j'}:7:j M{x - half * side:.0f} {y - 6}C{x - half * 0.2 * side:.0f} {y - 26} {x + half * side:.0f} {y} "
            f"{x + half * 0.8 * side:.0f} {y + 66}C{x + 4 * side:.0f} {y + 84} {x - half * 0.9 * side:.0f} {y + 56} {x - half * side:.0f} {y - 6}z"
        )
    x = centre + drift
    links.append(
        f"h:7:j M{x - 26:.0f} {bottom + 20}C{x - 46:.0f} {bottom + 70} {x - 20:.0f} {bottom + 100} {x:.0f} {bottom + 120}C{x + 30:.0f} {bottom + 100} {x + 46:.0f} {bottom + 60} {x + 26:.0f} {bottom + 20}z"
    )
    links.append(f"a:8 M{x - 36:.0f} {bottom}h72v34h-72z")
    return "\n".join(links)


def _lock(path: str, shade: str) -> str:
    return f"-:50:j {path}\n-:38:{shade} {path}\n"


_LOCKS_BEHIND = "".join(
    _lock(f"M{x} {y}C{x + bend} {y + 180} {x - bend} {y + 360} {end} {bottom}", "j" if number % 2 else "h")
    for number, (x, y, bend, end, bottom) in enumerate(
        (
            (330, 240, -110, 160, 790),
            (300, 300, -90, 206, 880),
            (330, 330, -70, 262, 930),
            (360, 360, -50, 316, 900),
            (690, 260, 90, 830, 780),
            (700, 300, 70, 790, 870),
            (690, 340, 50, 742, 900),
        )
    )
)
_LOCKS_BEFORE = "".join(
    _lock(path, shade)
    for path, shade in (
        ("M470 170C330 190 262 280 262 400 262 470 240 560 250 660", "h"),
        ("M480 160C380 200 310 270 306 380 306 450 300 480 300 560", "j"),
        ("M500 160C430 190 380 230 366 300", "h"),
        ("M520 160C480 190 450 220 440 262", "j"),
        ("M530 160C560 190 570 220 580 262", "h"),
        ("M530 160C620 180 660 220 680 270", "j"),
        ("M520 160C660 170 730 230 750 330 766 420 764 500 776 600", "h"),
    )
)
_AFRO = "".join(
    f"{shade}:0 o {x} {y} {size} {size}\n"
    for x, y, size, shade in (
        (495, 330, 330, "j"),
        (200, 330, 84, "j"),
        (190, 450, 90, "j"),
        (214, 560, 84, "j"),
        (260, 640, 66, "j"),
        (800, 330, 80, "j"),
        (812, 450, 84, "j"),
        (790, 560, 76, "j"),
        (250, 200, 88, "j"),
        (340, 110, 90, "j"),
        (450, 60, 92, "j"),
        (570, 62, 92, "j"),
        (680, 120, 90, "j"),
        (760, 210, 86, "j"),
    )
)

# The base is the variant of Lorelei's hair that the part completes.
HAIR = named(
    {
        "braids": Part(
            front=_plait(196, 288, 560, 960, 20) + "\n" + _plait(716, 800, 590, 960, 10),
            back="j:0 M240 360C220 440 220 540 236 620L320 640 330 400zM700 380L792 440C800 520 800 580 790 640L720 640z",
            accent="#b8403a",
        ),
        "braid": Part(front=_plait(196, 292, 580, 980, 40), accent="#b8403a"),
        "pigtails": Part(
            front=(
                "h:8:j M262 430C150 380 60 470 70 620 76 720 110 790 150 830 160 770 190 740 220 700 260 640 290 560 296 480z\n"
                "-:7:j M230 470C160 500 120 580 130 700M262 490C220 540 190 600 180 680\na o 268 456 34 34"
            ),
            back=(
                "h:8:j M740 420C850 380 930 470 920 610 914 700 890 770 850 810 840 760 810 720 780 690 740 640 720 560 716 470z\n"
                "-:7:j M780 460C850 490 880 570 866 680\na o 746 446 34 34"
            ),
            accent="#e0507a",
        ),
        "ponytail": Part(
            back=(
                "h:8:j M300 210C180 130 60 200 70 380 76 520 130 600 120 720 190 660 240 560 240 450 240 360 260 300 330 270z\n"
                "-:7:j M240 230C150 260 120 360 160 470M270 270C210 310 190 400 200 500\na o 306 232 32 38"
            ),
            accent="#b8403a",
        ),
        "dreadlocks": Part(front=_LOCKS_BEFORE, back=_LOCKS_BEHIND),
        "cornrows": Part(
            front="-:8:s M300 400C310 300 370 220 470 190M350 360C370 290 420 240 500 214M262 420C268 280 340 200 440 172M420 290C450 260 480 240 540 226M500 262C530 244 570 236 610 238"
        ),
        "afro": Part(back=_AFRO),
        "very long": Part(
            front="h:0 M226 620C170 700 210 780 180 860 150 940 220 1000 190 1090 170 1160 180 1220 190 1300L290 1300C280 1200 320 1130 290 1050 260 980 310 920 300 840 290 760 250 700 260 620z",
            back="j:0 M250 300C190 400 150 480 190 580 220 670 130 720 120 820 110 910 180 950 150 1040 130 1110 100 1150 120 1300L420 1300 400 560 340 300zM680 300L640 620 640 1300 890 1300C910 1170 850 1110 870 1030 890 950 920 900 880 810 850 730 780 680 810 580 840 480 800 400 730 300z",
        ),
        "widow's peak": Part(
            front="h:0 M268 412C262 250 350 158 505 156 660 158 742 236 744 352 724 300 690 262 640 250 600 246 574 262 556 296 530 258 490 246 440 254 390 268 350 310 344 392 320 440 300 452 280 462z\n"
            "-:6:j M330 300C360 240 420 200 500 190M620 220C580 200 540 194 500 190"
        ),
        "tonsure": Part(
            front="h:0 M266 452C250 380 270 300 310 262 330 300 380 300 440 282 540 256 640 256 716 300 744 330 752 380 744 410 720 350 640 310 560 312 460 320 380 350 346 400 340 430 336 452 330 466z"
        ),
        "long beard": Part(
            front="B:0 M318 640C330 760 350 900 420 1010 450 1060 480 1090 510 1120 540 1080 580 1040 610 1000 670 900 700 780 716 660 640 740 420 750 318 640z\n"
            "-:6:D M420 800C430 880 450 950 480 1010M520 820C520 900 520 980 516 1060M610 790C606 870 590 940 560 1000"
        ),
        "curls": Part(
            front="".join(
                f"h:7:j o {x} {y} 40 40\n"
                for x, y in (
                    (248, 420),
                    (236, 500),
                    (244, 580),
                    (256, 660),
                    (768, 420),
                    (782, 500),
                    (778, 580),
                    (766, 650),
                )
            )
        ),
    }
)
