"""The SQL of the ledger: sums over finished jobs, read from one index alone."""

# ruff: noqa: S608 - conditions are constants of this file; values are always bound

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from portrait_app.core.catalog import find_endpoint
from portrait_app.core.errors import MAYBE_PAID_FOR, PAID_FOR, ErrorKind
from portrait_app.core.money.amounts import NOTHING, usd
from portrait_app.core.money.estimates import PastCost, past_cost
from portrait_app.core.money.ledger import LedgerEntry, Tally
from portrait_app.core.request import GenerationRequest
from portrait_app.library.database import Database
from portrait_app.library.values import UNREADABLE, moment_from, request_from, stored_moment

_PLACES = 9  # decimal places of a dollar: beyond them, a sum of floats is not exact


def _names(kinds: Collection[ErrorKind]) -> str:
    """Return the stored names of errors as an SQL list."""
    return ", ".join(f"'{kind.value}'" for kind in kinds)


_DAY = f"""
    SELECT count(cost) AS requests, total(cost) AS cost,
        count(*) FILTER (WHERE cost IS NOT NULL AND state = 'failed') AS billed_failures,
        count(*) FILTER (WHERE cost IS NULL AND (
            state = 'done' OR state = 'failed' AND error IN ({_names(PAID_FOR)})
        )) AS unreported,
        count(*) FILTER (WHERE cost IS NULL AND (
            state = 'outcome_unknown' OR state = 'cancelled' AND sent IS NOT NULL
            OR state = 'failed' AND error IN ({_names(MAYBE_PAID_FOR)})
        )) AS unknown
    FROM jobs WHERE engine = ? AND endpoint = ? AND finished >= ? AND finished < ?
"""


class LibraryLedger:
    """Implements `Ledger` for the jobs of a library; any thread may use it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def past_costs(self, engine: str, endpoint: str, limit: int) -> list[PastCost]:
        # The plus keeps SQLite's planner off the index on the state: with that index it would sort every job.
        query = """
            SELECT record, cost FROM jobs WHERE engine = ? AND endpoint = ? AND finished IS NOT NULL
                AND cost IS NOT NULL AND +state = 'done' ORDER BY finished DESC LIMIT ?
        """
        with self._database.read() as connection:
            return [
                past_cost(GenerationRequest.from_record(json.loads(record)), usd(cost))
                for record, cost in connection.execute(query, (engine, endpoint, limit))
            ]

    def spent_since(self, moments: Sequence[datetime]) -> list[Decimal]:
        query = "SELECT total(cost) FROM jobs WHERE engine = ? AND endpoint = ? AND finished >= ?"
        with self._database.read() as connection:
            models = list(_models(connection))
            return [
                sum(
                    (
                        _amount(connection.execute(query, (*model, stored_moment(moment))).fetchone()[0])
                        for model in models
                    ),
                    NOTHING,
                )
                for moment in moments
            ]

    def entries(self, free: Collection[str]) -> list[LedgerEntry]:
        with self._database.read() as connection:
            found = [
                entry
                for engine, endpoint in _models(connection)
                if engine not in free
                for entry in _entries(connection, engine, endpoint)
            ]
        return sorted(found, key=lambda entry: entry.start, reverse=True)


def _models(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield engine and endpoint of every model that has a finished job. Each model takes one index seek."""
    model = ("", "")
    query = """
        SELECT engine, endpoint FROM jobs WHERE finished IS NOT NULL AND (engine, endpoint) > (?, ?)
        ORDER BY engine, endpoint LIMIT 1
    """
    while (row := connection.execute(query, model).fetchone()) is not None:
        model = row["engine"], row["endpoint"]
        yield model


def _entries(connection: sqlite3.Connection, engine: str, endpoint: str) -> Iterator[LedgerEntry]:
    """Yield the sums of one model for each day of the local calendar, oldest day first."""
    query = "SELECT min(finished) FROM jobs WHERE engine = ? AND endpoint = ? AND finished >= ?"
    described = _described(connection, engine, endpoint)
    since = 0  # 1 January 1970
    while True:
        (ended,) = connection.execute(query, (engine, endpoint, since)).fetchone()
        if ended is None:
            return
        day = moment_from(ended).astimezone().date()
        begin, since = _begin(day), _begin(day + timedelta(days=1))
        tally = _tally(connection.execute(_DAY, (engine, endpoint, begin, since)).fetchone())
        if tally != Tally():
            yield LedgerEntry(day, engine, endpoint, tally, described)


def _described(connection: sqlite3.Connection, engine: str, endpoint: str) -> str:
    """Return the name of a model that is not shipped, from its newest job; empty if it is not known."""
    if find_endpoint(endpoint) is not None:
        return ""
    query = """
        SELECT record FROM jobs WHERE engine = ? AND endpoint = ? AND finished >= 0
        ORDER BY finished DESC LIMIT 1
    """
    row = connection.execute(query, (engine, endpoint)).fetchone()
    try:
        return "" if row is None else request_from(row["record"]).model.name
    except UNREADABLE:
        return ""


def _begin(day: date) -> int:
    """Return the stored moment at which a day begins in local time. Not every day has 24 hours."""
    return stored_moment(datetime.combine(day, time()).astimezone())


def _tally(row: sqlite3.Row) -> Tally:
    return Tally(
        row["requests"], _amount(row["cost"]), row["billed_failures"], row["unreported"], row["unknown"]
    )


def _amount(total: float) -> Decimal:
    return usd(round(total, _PLACES))
