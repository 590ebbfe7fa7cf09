"""The second step of the schema: stars, tags and notes, the index of words, and indexes for every order.

The index of words is FTS5 over the view `picture_texts`, kept in step by triggers, so that whoever
writes a row cannot forget it. `indexed` is `core.search.words.indexed`, a function of every connection: the
words in the index are then exactly those that `core` finds, which SQLite's own folding is not.
"""

# ruff: noqa: S608 - whole statements written in this file

import json
import sqlite3

from portrait_app.core.search.words import LONGEST_SEARCHED, indexed
from portrait_app.library.search import columns

EVERY = "\U0010ffff"  # stands in every row and in no word: what is left out is left out of these


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the schema's view and triggers call, and those of searches."""
    connection.create_function("indexed", 1, indexed, deterministic=True)
    connection.create_function("indexed_tags", 1, _indexed_tags, deterministic=True)
    columns.add_functions(connection)


def _indexed_tags(tags: str) -> str:
    return indexed("\n".join(json.loads(tags)))  # FTS5 may not call json_each


def add_search(connection: sqlite3.Connection) -> None:
    add_functions(connection)
    for statement in (*_COLUMNS, *_WORDS, *_KEPT_IN_STEP, *_INDEXES):
        connection.execute(statement)


def is_own(statement: str) -> bool:
    """Say whether a view or trigger is one of these. Whoever made another had something done by it."""
    return statement.split() in [own.split() for own in (_TEXTS, *_KEPT_IN_STEP)]


def quicken_search(connection: sqlite3.Connection) -> None:
    """The search's part of the fourth step: longer beginnings of words, and all facts in every order."""
    for statement in (*_LONGER, *_FACTS_IN_ORDER):
        connection.execute(statement)


def shorten_search(connection: sqlite3.Connection) -> None:
    """The search's part of the sixth step: only the beginning of a very long text is indexed from now on.

    FTS5 has to be told what it was given when a row changes, so the index must not hold the rest.
    """
    longest = f"max(length(prompt), length(negative_prompt), length(note)) > {LONGEST_SEARCHED}"
    if connection.execute(f"SELECT 1 FROM pictures WHERE {longest} LIMIT 1").fetchone():
        connection.execute(_FILL)


# `tags` is a JSON list in alphabetical order; `picture_tags` repeats it, to find pictures by a tag.
_COLUMNS = (
    "ALTER TABLE pictures ADD COLUMN rating INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE pictures ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE pictures ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE picture_tags (
        tag TEXT NOT NULL,
        picture_id INTEGER NOT NULL REFERENCES pictures (id) ON DELETE CASCADE,
        PRIMARY KEY (tag, picture_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX picture_tags_by_picture ON picture_tags (picture_id)",
)


# The ascii tokenizer splits at what `indexed` leaves between words, and decides nothing else. Prefix
# indexes make the first letters typed as quick as the last; without `columnsize` an insert is quicker.
def _index_of_words(prefixes: str) -> str:
    return f"""
    CREATE VIRTUAL TABLE picture_search USING fts5 (
        prompt, negative, tags, note, every,
        content = 'picture_texts', content_rowid = 'id',
        tokenize = 'ascii', prefix = '{prefixes}', columnsize = 0
    )
    """


_FILL = "INSERT INTO picture_search (picture_search) VALUES ('rebuild')"
_TEXTS = f"""
    CREATE VIEW picture_texts (id, prompt, negative, tags, note, every) AS SELECT
        id,
        indexed(prompt),
        indexed(negative_prompt),
        indexed_tags(tags),
        indexed(note),
        '{EVERY}'
    FROM pictures
"""
_WORDS = (_TEXTS, _index_of_words("1 2 3"), _FILL)
# A word is found by its beginning at once where there is an index of beginnings of that length. Without,
# all its places are read first: 26 ms for one in 95 of 100 of a million pictures, and 0.1 ms with it. This
# is a third more work for each insert, and 7 % more of disk.
# With room for more words in memory it is written in fewer pieces: in two thirds of the time, and smaller.
_ROOM = "INSERT INTO picture_search (picture_search, rank) VALUES ('hashsize', {size})"
_LONGER = (
    "DROP TABLE picture_search",
    _index_of_words("1 2 3 4 5 6 7 8"),
    _ROOM.format(size=16 << 20),
    _FILL,
    _ROOM.format(size=1 << 20),  # as SQLite has it
)

# FTS5 forgets a row by being told, once more, what it was given: before the row changes.
_FORGET = """
    INSERT INTO picture_search (picture_search, rowid, prompt, negative, tags, note, every)
    SELECT 'delete', id, prompt, negative, tags, note, every FROM picture_texts WHERE id = old.id
"""
_LEARN = """
    INSERT INTO picture_search (rowid, prompt, negative, tags, note, every)
    SELECT id, prompt, negative, tags, note, every FROM picture_texts WHERE id = new.id
"""
_LEARN_TAGS = "INSERT INTO picture_tags SELECT DISTINCT value, new.id FROM json_each(new.tags)"
_KEPT_IN_STEP = (
    f"CREATE TRIGGER pictures_added AFTER INSERT ON pictures BEGIN {_LEARN}; {_LEARN_TAGS}; END",
    f"CREATE TRIGGER pictures_removing BEFORE DELETE ON pictures BEGIN {_FORGET}; END",
    f"""
    CREATE TRIGGER pictures_changing BEFORE UPDATE OF id, prompt, negative_prompt, tags, note ON pictures
    BEGIN {_FORGET}; DELETE FROM picture_tags WHERE picture_id = old.id; END
    """,
    f"""
    CREATE TRIGGER pictures_changed AFTER UPDATE OF id, prompt, negative_prompt, tags, note ON pictures
    BEGIN {_LEARN}; {_LEARN_TAGS}; END
    """,
)

# `pictures_facts` holds all that conditions ask, in a tenth of the table's room: reading a million
# rows of it takes 0.1 s, whatever is asked. The others are for orders, and for the names in use.
_INDEXES = (
    """
    CREATE INDEX pictures_facts ON pictures (
        id, trashed, favourite, rating, created, width, height, seed, steps, guidance, cost,
        endpoint, scheduler, tags, note
    )
    """,
    "CREATE INDEX pictures_rating ON pictures (rating DESC, id DESC) WHERE trashed IS NULL",
    "CREATE INDEX pictures_cost ON pictures (cost DESC, id DESC) WHERE trashed IS NULL",
    "CREATE INDEX pictures_seed ON pictures (seed IS NULL, seed, id DESC) WHERE trashed IS NULL",
    "CREATE INDEX pictures_scheduler ON pictures (scheduler)",
    "CREATE INDEX pictures_endpoint ON pictures (endpoint)",
    "CREATE INDEX pictures_size ON pictures (width, height)",
)

# With all facts in the index of each order, whatever is asked is read in the order that is shown: a
# million rows in 0.1 s, and nothing is sorted. To look each up by its id takes ten times as long.
_FACTS = "favourite, created, width, height, steps, guidance, endpoint, scheduler, tags, note"
_FACTS_IN_ORDER = (
    "DROP INDEX pictures_rating",
    f"""
    CREATE INDEX pictures_rating ON pictures (rating DESC, id DESC, cost, seed, {_FACTS})
    WHERE trashed IS NULL
    """,
    "DROP INDEX pictures_cost",
    f"""
    CREATE INDEX pictures_cost ON pictures (cost DESC, id DESC, rating, seed, {_FACTS})
    WHERE trashed IS NULL
    """,
    "DROP INDEX pictures_seed",
    f"""
    CREATE INDEX pictures_seed ON pictures (seed IS NULL, seed, id DESC, rating, cost, {_FACTS})
    WHERE trashed IS NULL
    """,
    # By these a few are found, where so few match that all would be read for a screenful.
    "CREATE INDEX pictures_steps ON pictures (steps) WHERE trashed IS NULL",
    "CREATE INDEX pictures_guidance ON pictures (guidance) WHERE trashed IS NULL",
)
