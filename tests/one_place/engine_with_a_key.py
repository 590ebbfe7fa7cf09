"""An engine in place of Segmind's: it costs money, and has a key, an account and a history.

The program holds only one key, so no other row has a login. pytest loads this module as a plugin, as it does
with `added_engines`.
"""

import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from portrait_app.core import catalog, engines
from portrait_app.core.engines import AccountPages, EngineRow, Login, SourceType, sketch

assert "portrait_app.core.preferences" not in sys.modules, "the rows come too late"

DARKROOM = EngineRow(
    key="darkroom",
    name="Darkroom",
    is_remote=True,
    can_cancel=False,
    source=SourceType.TRAINED,
    costs_money=True,
    login=Login(
        keychain="darkroom-key",
        variable="DARKROOM_KEY",
        page="https://darkroom.invalid/keys",
        pattern="dk-[0-9]{10}",
        placeholder="dk-…",
        unlike="A key of the darkroom reads dk- and ten digits.",
    ),
    account=AccountPages(home="https://darkroom.invalid", billing="https://darkroom.invalid/pay"),
    has_history=True,
)
GLASS = catalog.Endpoint(
    slug="darkroom-glass",
    name="Glass plate",
    engine=DARKROOM.key,
    help="A portrait on glass.",
    parameters=catalog.PARAMETERS,
    about_cost=Decimal("0.05"),
)
engines.ENGINES = (DARKROOM, sketch.ROW)
catalog.ENDPOINTS = (GLASS, *catalog.endpoints_of(sketch.ROW.key))
import_module("portrait_app.engines").__path__.append(str(Path(__file__).parent / "engines"))
