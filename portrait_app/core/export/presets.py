"""Export presets (named plans) and the last export, converted to and from the text in the settings."""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from portrait_app.core.export.plan import ExportPlan, Privacy

MOST_PRESETS = 50
LONGEST_NAME = 60

# The presets of a new installation. The user can rename or delete them; they do not come back.
EXAMPLES: Mapping[str, ExportPlan] = MappingProxyType(
    {
        "Client JPEG 2048": ExportPlan(
            "jpeg",
            template="{date} {number:03}",
            privacy=Privacy.LABEL_ONLY,
            options={"quality": 90, "longest_side": 2048},
        ),
        "Archive PNG": ExportPlan("png", template="{date} {time} {prompt:60} {seed}"),
    }
)


def plan_text(plan: ExportPlan) -> str:
    """Return the plan as JSON, for `read_plan`."""
    return json.dumps(plan.record(), ensure_ascii=False)


def read_plan(text: str) -> ExportPlan | None:
    """Parse the text of `plan_text`; return None for any other text."""
    record = _parsed(text)
    return ExportPlan.from_record(record) if isinstance(record, dict) and "format" in record else None


def presets_text(presets: Mapping[str, ExportPlan]) -> str:
    """Return named plans as JSON, for `read_presets`."""
    rows = [{"name": name, "plan": plan.record()} for name, plan in presets.items()]
    return json.dumps(rows, ensure_ascii=False)


def read_presets(text: str) -> dict[str, ExportPlan]:
    """Parse the text of `presets_text`. An empty text, which was never written, gives EXAMPLES.

    Invalid rows are skipped, and rows beyond MOST_PRESETS are dropped.
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
