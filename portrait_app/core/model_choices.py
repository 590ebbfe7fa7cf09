"""What the user has decided about models: added ones, their order, which are hidden, and the defaults."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from portrait_app.core.catalog import Endpoint
from portrait_app.core.model_records import full_record, read_full_records


@dataclass(frozen=True, slots=True)
class ModelChoices:
    """The user's decisions about the models of all engines. Slugs of models that are gone are kept."""

    added: tuple[Endpoint, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # slugs by engine
    hidden: frozenset[str] = frozenset()  # slugs
    default: Mapping[str, str] = field(default_factory=dict)  # slug by engine

    def text(self) -> str:
        """Return the choices as JSON; `read_choices` reads it back."""
        return json.dumps(
            {
                "added": [full_record(model) for model in self.added],
                "order": {engine: list(slugs) for engine, slugs in self.order.items()},
                "hidden": sorted(self.hidden),
                "default": dict(self.default),
            },
            ensure_ascii=False,
        )

    def of_engine(self, engine: str, models: Sequence[Endpoint]) -> tuple[Endpoint, ...]:
        """Return an engine's models in the user's order. Models without a place come last."""
        places = {slug: place for place, slug in enumerate(self.order.get(engine, ()))}
        return tuple(sorted(models, key=lambda model: places.get(model.slug, len(places))))

    def with_list(
        self, engine: str, models: Sequence[Endpoint], hidden: frozenset[str], default: str
    ) -> "ModelChoices":
        """Return the choices with the list of one engine: its models in order, hidden slugs, the default."""
        slugs = tuple(model.slug for model in models)
        return replace(
            self,
            order={**self.order, engine: slugs},
            hidden=(self.hidden - frozenset(slugs)) | (hidden & frozenset(slugs)),
            default={**self.default, engine: default},
        )


def read_choices(text: str) -> ModelChoices:
    """Read the choices from JSON. What is unreadable is left out: the file may be edited by hand."""
    known = _object(_parsed(text))
    return ModelChoices(
        read_full_records(known.get("added")),
        {engine: _texts(slugs) for engine, slugs in _object(known.get("order")).items()},
        frozenset(_texts(known.get("hidden"))),
        {engine: slug for engine, slug in _object(known.get("default")).items() if isinstance(slug, str)},
    )


def reported_text(reported: Mapping[str, Sequence[Endpoint]]) -> str:
    """Return the models that engines have reported as JSON; `read_reported` reads it back."""
    records = {engine: [full_record(model) for model in models] for engine, models in reported.items()}
    return json.dumps(records, ensure_ascii=False)


def read_reported(text: str) -> dict[str, tuple[Endpoint, ...]]:
    """Read the models that engines have reported, by engine."""
    return {
        engine: tuple(model for model in read_full_records(records) if model.engine == engine)
        for engine, records in _object(_parsed(text)).items()
    }


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(known: object) -> dict[str, Any]:
    return known if isinstance(known, dict) else {}


def _texts(known: object) -> tuple[str, ...]:
    return tuple(text for text in known if isinstance(text, str)) if isinstance(known, list) else ()
