"""What a contributor adds for an engine: a row, models and a package. Nothing else.

In the program, step 1 is a module of `core/engines` and its name in `ENGINES`, step 2 a row of
`core/catalog.py`, and step 3 a folder of `engines`. Here pytest loads this module as a plugin, before
anything that reads the two tables is imported: see `test_engine`.
"""

import sys
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from portrait_app.core import catalog, engines
from portrait_app.core.engines import EngineRow, SourceType
from portrait_app.core.field import Kind
from portrait_app.core.setting import Section, Setting

assert "portrait_app.core.preferences" not in sys.modules, "the rows come too late"

# Step 1: the row. This engine makes its pictures on this computer, for free.
ETCHING = EngineRow(
    key="etching",
    name="Etching",
    is_remote=False,
    can_cancel=True,
    source=SourceType.TRAINED,
    system="Etching Press",
    settings=(
        Setting(
            key="etching_pause",
            label="Pause between two lines",
            kind=Kind.INTEGER,
            default=0,
            minimum=0,
            maximum=60_000,
            unit="ms",
            section=Section.ENGINE,
        ),
        Setting(key="etching_plates", label="Plates", kind=Kind.INTEGER, default=1, section=Section.ENGINE),
    ),
    credit=("Etching", "The needle is a test's."),
)
# This engine is remote and costs money. It has no key: the program holds only one key.
DARKROOM = EngineRow(
    key="darkroom",
    name="Darkroom",
    is_remote=True,
    can_cancel=False,
    source=SourceType.TRAINED,
    costs_money=True,
    settings=(
        Setting(
            key="darkroom_pace",
            label="Requests per minute",
            kind=Kind.INTEGER,
            default=60,
            minimum=1,
            maximum=60,
            section=Section.ENGINE,
        ),
    ),
    pace="darkroom_pace",
)
engines.ENGINES += (ETCHING, DARKROOM)

# Step 2: the models, and the parameters that they do not use.
NEEDLE = catalog.Endpoint(
    slug="etching-needle",
    name="Needle",
    engine=ETCHING.key,
    help="A portrait etched line by line.",
    unused=frozenset({"scheduler", "guidance_scale", "base64"}),
    parameters=catalog.PARAMETERS,
    cuts_text=False,
)
GLASS = catalog.Endpoint(
    slug="darkroom-glass",
    name="Glass plate",
    engine=DARKROOM.key,
    help="A portrait on glass.",
    parameters=catalog.PARAMETERS,
    about_cost=Decimal("0.05"),
)
# This model is not shipped: the engine finds it. It has a range of its own, and reads no scheduler.
DRYPOINT = catalog.Endpoint(
    slug="etching:drypoint",
    name="Drypoint",
    engine=ETCHING.key,
    help="",
    unused=frozenset({"scheduler", "guidance_scale", "base64"}),
    parameters=tuple(
        replace(row, minimum=5, default=5) if row.key == "num_inference_steps" else row
        for row in catalog.PARAMETERS
    ),
)
catalog.ENDPOINTS += (NEEDLE, GLASS)

# Step 3: the packages, engines/etching/factory.py and engines/darkroom/factory.py beside this module.
import_module("portrait_app.engines").__path__.append(str(Path(__file__).parent / "engines"))
