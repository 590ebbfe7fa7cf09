"""Builds libraries of any size quickly: direct SQL, and a few image files that many rows share.

`python -m tests.support.library_builder FOLDER --pictures 1000000`
"""

import argparse
import hashlib
import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portrait_app.core.catalog import MAX_SEED, endpoint
from portrait_app.core.field import Value
from portrait_app.library.library import DATABASE, open_library
from portrait_app.library.search.schema import add_functions
from portrait_app.library.values import stored_moment
from tests.support.clock import FixedClock
from tests.support.images import encoded_image

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # creation time of the newest picture
IMAGES = 50
EVERYWHERE = "portrait"  # a word in 95 of 100 prompts
RARE = "heliotrope"  # a word in one of 50,000 prompts, also in that of the newest picture

_SPAN = timedelta(days=4 * 365)
_LIGHT = ("golden hour", "studio light", "candlelight", "overcast", "rim light", "neon", "window light")
_WHO = ("woman", "man", "girl", "boy", "old sailor", "dancer", "astronaut", "nun", "blacksmith", "queen")
_HAIR = ("long brunette hair", "short red hair", "curly hair", "silver braids", "shaved head", "black bob")
_MOOD = ("deep smile", "serious", "laughing", "melancholy", "proud", "shy", "dreaming", "wry")
_NEGATIVE = "blurry, watermark, extra fingers, bad anatomy, " * 4
_SCHEDULERS = ("UniPC", "Euler a", "DDIM", "dpmpp_2m", "Heun")
_SIDES = (512, 768, 1024)
_MODELS = ("potraitsd1.5-txt2img", "potraitsd1.5-txt2img", "smallsd1.5-txt2img", "sketch-lorelei")
_COSTS = {"potraitsd1.5-txt2img": (0.003, 0.004, 0.0065), "smallsd1.5-txt2img": (0.002,)}
_STARS = {0: 850, 1: 10, 2: 20, 3: 50, 4: 45, 5: 25}  # by number of stars, how many of 1,000 pictures
_TAGS = ("client-a", "client-b", "exhibition", "print", "reference", "sketchbook")
_NOTES = (
    "print this one large",
    "the eyes are wrong",
    "client asked for a warmer light",
    "same seed, more steps",
)

_JOB = """
    INSERT INTO jobs (id, state, endpoint, engine, created, sent, finished, request_id, cost, record)
    VALUES (:id, 'done', :endpoint, :engine, :created, :created, :created, :request_id, :cost, :record)
"""
_PICTURE = """
    INSERT INTO pictures (
        id, job_id, sample, created, trashed, favourite, width, height, seed, steps, guidance, cost,
        generation_seconds, size, endpoint, engine, scheduler, format, file, sha256, request_id, prompt,
        negative_prompt, record, rating, tags, note
    ) VALUES (
        :id, :id, 0, :created, :trashed, :favourite, :width, :height, :seed, :steps, :guidance, :cost,
        :seconds, :size, :endpoint, :engine, :scheduler, 'jpeg', :file, :sha256, :request_id, :prompt,
        :negative_prompt, :record, :rating, :tags, :note
    )
"""

_Row = dict[str, Value | None]


def build_library(folder: Path, pictures: int, now: datetime = NOW, image_side: int = 256) -> None:
    """Build a library of `pictures` finished jobs with one picture each, spread over four years before `now`.

    The same arguments give the same library. One in 30 pictures is a favourite, and one in 100 is in the
    Trash. Of 100 pictures, seven have four or five stars, eight have tags, and two have a note. A sketch
    costs nothing.
    """
    open_library(folder, FixedClock(now)).close()
    connection = sqlite3.connect(folder / DATABASE)
    try:
        add_functions(connection)
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            for row in _rows(pictures, now, _images(folder, image_side)):
                connection.execute(_JOB, row)
                connection.execute(_PICTURE, row)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _images(folder: Path, side: int) -> list[_Row]:
    """Write the shared image files, and return their columns for the rows of pictures."""
    (folder / "pictures" / "shared").mkdir(parents=True, exist_ok=True)
    images: list[_Row] = []
    for number in range(IMAGES):
        data = encoded_image(side, side, f"hsl({number * 360 // IMAGES}, 60%, 50%)")
        file = f"pictures/shared/{number:02d}.jpg"
        (folder / file).write_bytes(data)
        images.append(
            {
                "file": file,
                "width": side,
                "height": side,
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        )
    return images


def _rows(pictures: int, now: datetime, images: list[_Row]) -> Iterator[_Row]:
    dice = random.Random(pictures)
    last = stored_moment(now)
    step = (last - stored_moment(now - _SPAN)) // max(pictures, 1)
    for number in range(1, pictures + 1):
        age = pictures - number  # 0 for the newest picture
        request = _request(dice, age)
        created = last - age * step
        yield {
            "id": number,
            "created": created,
            "trashed": last if age % 100 == 57 else None,
            "favourite": age % 30 == 3,
            "cost": dice.choice(_COSTS.get(str(request["endpoint"]), (None,))),
            "seconds": round(dice.uniform(1, 9), 2),
            "request_id": f"{number:032x}",
            **request,
            **_marks(dice),
            **images[dice.randrange(len(images))],
        }


def _request(dice: random.Random, age: int) -> _Row:
    slug = dice.choice(_MODELS)
    what = EVERYWHERE if age % 20 else "study"
    prompt = (
        f"{what} of a {dice.choice(_WHO)}, {dice.choice(_HAIR)}, {dice.choice(_LIGHT)}, {dice.choice(_MOOD)}"
    )
    if age % 50_000 == 0:
        prompt += f", {RARE}"
    values: dict[str, Value] = {
        "prompt": prompt,
        "negative_prompt": _NEGATIVE if age % 3 else "",
        "scheduler": dice.choice(_SCHEDULERS),
        "num_inference_steps": dice.randrange(20, 101),
        "guidance_scale": dice.randrange(1, 251) / 10,
        "samples": 1,
        "seed": dice.randrange(MAX_SEED),
        "img_width": dice.choice(_SIDES),
        "img_height": dice.choice(_SIDES),
        "base64": False,
    }
    return {
        "endpoint": slug,
        "engine": endpoint(slug).engine,
        "prompt": prompt,
        "negative_prompt": values["negative_prompt"],
        "scheduler": values["scheduler"],
        "steps": values["num_inference_steps"],
        "guidance": values["guidance_scale"],
        "seed": values["seed"],
        "record": json.dumps({"endpoint": slug, "values": values}),
    }


def _marks(dice: random.Random) -> _Row:
    """Return random marks of a picture: mostly none."""
    (stars,) = dice.choices(list(_STARS), list(_STARS.values()))
    tags = dice.sample(_TAGS, dice.randint(1, 2)) if dice.random() < 0.08 else []
    note = dice.choice(_NOTES) if dice.random() < 0.02 else ""
    return {"rating": stars, "tags": json.dumps(sorted(tags)), "note": note}


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a library to try things on.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=10_000)
    arguments = parser.parse_args()
    build_library(arguments.folder, arguments.pictures)


if __name__ == "__main__":
    main()
