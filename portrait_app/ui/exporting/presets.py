"""Export presets that the user has saved, and the plan of the last export. The settings store both."""

from dataclasses import replace

from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.export.presets import (
    MOST_PRESETS,
    plan_text,
    presets_text,
    read_plan,
    read_presets,
)
from portrait_app.core.ports.system import Settings
from portrait_app.ui.kit.named_values import NamedValues


class ExportPresets(NamedValues[ExportPlan]):
    """Plans by name, in the order they were saved. Creator and rights always come from the settings."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, "export_presets", MOST_PRESETS, self._read_signed, presets_text)
        self._settings = settings

    @property
    def last(self) -> ExportPlan | None:
        """The plan of the last export; None before the first export."""
        plan = read_plan(str(self._settings.value("last_export")))
        return None if plan is None else self._signed(plan)

    @property
    def current(self) -> ExportPlan:
        """The plan that a new export starts with: the last one, or the default."""
        return self.last or self._signed(ExportPlan())

    def note(self, plan: ExportPlan) -> None:
        """Save a plan as the last one, and its creator and rights."""
        self._settings.set("last_export", plan_text(plan))
        self._settings.set("creator", plan.creator)
        self._settings.set("rights", plan.rights)

    def _read_signed(self, text: str) -> dict[str, ExportPlan]:
        return {name: self._signed(plan) for name, plan in read_presets(text).items()}

    def _signed(self, plan: ExportPlan) -> ExportPlan:
        creator, rights = str(self._settings.value("creator")), str(self._settings.value("rights"))
        return replace(plan, creator=creator, rights=rights)
