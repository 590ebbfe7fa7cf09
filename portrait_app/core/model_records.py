"""Descriptions of models as plain data for JSON: in requests, in the settings and in files of the user.

A request has a short description of its model if the model is not shipped, so that a picture of a model that
is gone keeps its name and engine. A full description also has what differs from the common parameters: a
range, a default, the choices.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from portrait_app.core.catalog import PARAMETERS, Endpoint, Parameter
from portrait_app.core.field import Choice, FieldError, Kind, Problem

LONGEST_NAME = 200  # characters of a name or slug
_LONGEST_HASH = 64
_MOST_CHOICES = 500
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LARGEST = 10**15
_MOST_MONEY = 1_000  # USD per picture
_KEYS = frozenset(row.key for row in PARAMETERS)
_FLAGS = ("cuts_text", "draws", "reads_weights")
Record = Mapping[str, Any]


def is_slug(text: str) -> bool:
    """Return whether a text can name a model in a web address: no sign of it has another meaning."""
    return _SLUG.fullmatch(text) is not None


def short_record(model: Endpoint) -> dict[str, Any]:
    """Return the short description of a model, for its requests."""
    record: dict[str, Any] = {"name": model.name, "engine": model.engine}
    if model.family:
        record["family"] = model.family
    if model.weights_hash:
        record["hash"] = model.weights_hash
    if model.about_cost:
        record["about_cost"] = str(model.about_cost)
    if model.unused:
        record["unused"] = sorted(model.unused)
    record |= {flag: True for flag in _FLAGS if getattr(model, flag)}
    return record


def read_short_record(slug: str, record: object) -> Endpoint | None:
    """Return the model of a short description; None if it is unreadable: it may come from a foreign file.

    The model has the common parameters: ranges are needed only to ask for a new picture.
    """
    if not isinstance(record, Mapping):
        return None
    name, engine = record.get("name"), record.get("engine")
    if not (_is_name(name) and _is_name(engine)):
        return None
    return Endpoint(
        slug=slug,
        name=str(name),
        engine=str(engine),
        help="",
        unused=_unused(record),
        parameters=PARAMETERS,
        weights_hash=str(record.get("hash", ""))[:_LONGEST_HASH],
        family=str(record.get("family", ""))[:LONGEST_NAME],
        about_cost=read_price(record.get("about_cost", "0")) or Decimal(0),
        **{flag: record.get(flag) is True for flag in _FLAGS},
    )


def full_record(model: Endpoint) -> dict[str, Any]:
    """Return the whole description of a model. `read_full_record` reads it back."""
    common = {row.key: row for row in PARAMETERS}
    changed = {row.key: _changes(common[row.key], row) for row in model.parameters}
    return {
        "slug": model.slug,
        **short_record(model),
        "help": model.help,
        "parameters": {key: changes for key, changes in changed.items() if changes},
    }


def read_full_record(record: object) -> Endpoint | None:
    """Return the model of a whole description; None if it is unreadable."""
    if not isinstance(record, Mapping) or not _is_name(slug := record.get("slug")):
        return None
    model = read_short_record(str(slug), record)
    if model is None:
        return None
    changes = record.get("parameters")
    changes = changes if isinstance(changes, Mapping) else {}
    help_ = record.get("help")
    return replace(
        model,
        help=help_ if isinstance(help_, str) else "",
        parameters=tuple(_changed(row, changes.get(row.key)) for row in PARAMETERS),
    )


def read_full_records(records: object) -> tuple[Endpoint, ...]:
    """Return the models of those descriptions that are readable, each slug once."""
    if not isinstance(records, Sequence):
        return ()
    models = (read_full_record(record) for record in records)
    return tuple({model.slug: model for model in models if model is not None}.values())


def _changes(common: Parameter, row: Parameter) -> dict[str, Any]:
    """Return what differs between a model's parameter and the common one."""
    changes: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("default", "step", "multiple", "token_limit")
        if getattr(row, name) != getattr(common, name)
    }
    if row.kind is not common.kind:
        changes["kind"] = str(row.kind)
    if row.kind is Kind.CHOICE:
        if row.choices != common.choices:
            changes["choices"] = [[choice.value, choice.label] for choice in row.choices]
    else:
        limits = ("minimum", "maximum")
        changes |= {name: value for name in limits if isfinite(value := getattr(row, name))}
        changes = {
            name: value
            for name, value in changes.items()
            if name not in limits or row.kind is not common.kind or value != getattr(common, name)
        }
    return changes


def _changed(common: Parameter, changes: object) -> Parameter:
    """Return the common parameter with the changes of a record; unchanged if they make no sense."""
    if not isinstance(changes, Mapping):
        return common
    kind = {str(Kind.INTEGER): Kind.INTEGER, str(Kind.CHOICE): Kind.CHOICE}.get(changes.get("kind", ""))
    row = replace(
        common,
        kind=kind or common.kind,
        choices=_choices(changes.get("choices")) or common.choices
        if (kind or common.kind) is Kind.CHOICE
        else (),
        minimum=_number(changes.get("minimum"), common.minimum),
        maximum=_number(changes.get("maximum"), common.maximum),
        step=_number(changes.get("step"), common.step),
        multiple=int(_number(changes.get("multiple"), common.multiple)),
        token_limit=int(_number(changes.get("token_limit"), common.token_limit)),
    )
    return with_default(row, changes.get("default", common.default))


def with_default(row: Parameter, default: object) -> Parameter:
    """Return the parameter with this default, or with the first value that it allows."""
    candidates = [default, row.default, *(choice.value for choice in row.choices), row.minimum]
    for candidate in candidates:
        try:
            return replace(row, default=row.check(candidate))
        except FieldError as error:
            if error.problem is Problem.REQUIRED:
                return row
    return row


def _choices(known: object) -> tuple[Choice, ...]:
    if not isinstance(known, list):
        return ()
    pairs = [pair for pair in known[:_MOST_CHOICES] if isinstance(pair, list) and len(pair) == 2]
    return tuple(
        Choice(value, label)
        for value, label in pairs
        if isinstance(value, str | int) and not isinstance(value, bool) and isinstance(label, str)
    )


def _number(value: object, otherwise: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        return otherwise
    return value


def _unused(record: Record) -> frozenset[str]:
    unused = record.get("unused")
    return (
        _KEYS & {key for key in unused if isinstance(key, str)} if isinstance(unused, list) else frozenset()
    )


def read_price(value: object) -> Decimal | None:
    """Return a price in USD; None if it is none."""
    try:
        price = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        return None
    return price if price.is_finite() and 0 <= price <= _MOST_MONEY else None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME
