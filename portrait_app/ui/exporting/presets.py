"""Ways to export that a person has kept under a name, and the last one; the settings keep them."""

from collections.abc import Mapping
from dataclasses import replace

from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.export.presets import (
    LONGEST_NAME,
    MOST_PRESETS,
    plan_text,
    presets_text,
    read_plan,
    read_presets,
)
from portrait_app.core.ports.system import Settings


class ExportPresets:
    """Names and plans, in the order they were saved. Whose picture it is always comes from the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> Mapping[str, ExportPlan]:
        """Return the plan of each name."""
        presets = read_presets(str(self._settings.value("export_presets")))
        return {name: self._signed(plan) for name, plan in presets.items()}

    def save(self, name: str, plan: ExportPlan) -> None:
        """Keep a plan; one of the same name is replaced, and the oldest of too many goes."""
        presets = {**self.all(), name[:LONGEST_NAME]: plan}
        while len(presets) > MOST_PRESETS:
            del presets[next(iter(presets))]
        self.put_back(presets)

    def rename(self, old: str, new: str) -> None:
        """Call a plan by another name; one that has that name already is replaced."""
        new = new[:LONGEST_NAME]
        if old != new:
            kept = {name: plan for name, plan in self.all().items() if name != new}
            self.put_back({new if name == old else name: plan for name, plan in kept.items()})

    def delete(self, name: str) -> None:
        self.put_back({other: plan for other, plan in self.all().items() if other != name})

    def put_back(self, presets: Mapping[str, ExportPlan]) -> None:
        """Have exactly these, as `all` returned them."""
        self._settings.set("export_presets", presets_text(presets))

    @property
    def last(self) -> ExportPlan | None:
        """How the last export was done; None before the first."""
        plan = read_plan(str(self._settings.value("last_export")))
        return None if plan is None else self._signed(plan)

    @property
    def current(self) -> ExportPlan:
        """How an export begins that nobody has said anything about."""
        return self.last or self._signed(ExportPlan())

    def note(self, plan: ExportPlan) -> None:
        """Remember a plan as the last, and whose pictures they are."""
        self._settings.set("last_export", plan_text(plan))
        self._settings.set("creator", plan.creator)
        self._settings.set("rights", plan.rights)

    def _signed(self, plan: ExportPlan) -> ExportPlan:
        creator, rights = str(self._settings.value("creator")), str(self._settings.value("rights"))
        return replace(plan, creator=creator, rights=rights)
