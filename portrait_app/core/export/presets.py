"""Ways to export that are kept under a name, and the last one, as text that settings keep."""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.core.text import QT_TRANSLATE_NOOP

MOST_PRESETS = 50
LONGEST_NAME = 60

# What a new library begins with. They are examples like any other: renamed or deleted, they stay so.
EXAMPLES: Mapping[str, ExportPlan] = MappingProxyType(
    {
        QT_TRANSLATE_NOOP("presets", "Client JPEG 2048"): ExportPlan(
            "jpeg",
            template="{date} {number:03}",
            privacy=Privacy.LABEL_ONLY,
            options={"quality": 90, "longest_side": 2048},
        ),
        QT_TRANSLATE_NOOP("presets", "Archive PNG"): ExportPlan(
            "png", template="{date} {time} {prompt:60} {seed}"
        ),
    }
)


def plan_text(plan: ExportPlan) -> str:
    """Return the plan as JSON, for `read_plan`."""
    return json.dumps(plan.record(), ensure_ascii=False)


def read_plan(text: str) -> ExportPlan | None:
    """Read what `plan_text` wrote; None for anything else, which somebody has put there."""
    record = _parsed(text)
    return ExportPlan.from_record(record) if isinstance(record, dict) and "format" in record else None


def presets_text(presets: Mapping[str, ExportPlan]) -> str:
    """Return named plans as JSON, for `read_presets`."""
    rows = [{"name": name, "plan": plan.record()} for name, plan in presets.items()]
    return json.dumps(rows, ensure_ascii=False)


def read_presets(text: str) -> dict[str, ExportPlan]:
    """Read what `presets_text` wrote; the examples where nothing was ever written.

    Rows that are none are passed over, and so are those beyond MOST_PRESETS.
    """
    if not text:
        return dict(EXAMPLES)
    rows = _parsed(text)
    return dict(list(_named(rows if isinstance(rows, list) else ()))[:MOST_PRESETS])


def _named(rows: Iterable[Any]) -> Iterable[tuple[str, ExportPlan]]:
    for row in rows:
        match row:
            case {"name": str(name), "plan": dict(record)} if name.strip() and len(name) <= LONGEST_NAME:
                yield name, ExportPlan.from_record(record)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
