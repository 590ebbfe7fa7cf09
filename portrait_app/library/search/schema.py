"""The search's schema steps: stars, tags and notes, the full-text index, and an index for every order.

The full-text index is FTS5 over the view `picture_texts`. Triggers keep it up to date with every written row.
Every connection has `core.search.words.indexed` as the SQL function `indexed`, so the index splits texts into
the same words as `core`. SQLite's own case folding gives other words.
"""

# ruff: noqa: S608 - all statements are constants of this file

import json
import sqlite3

from portrait_app.core.search.words import indexed
from portrait_app.library.search import columns

EVERY = "\U0010ffff"  # in every row, and in no word: FTS5 needs a phrase that it can exclude words from


def add_functions(connection: sqlite3.Connection) -> None:
    """Register the SQL functions that the schema's view and triggers and the searches call."""
    connection.create_function("indexed", 1, indexed, deterministic=True)
    connection.create_function("indexed_tags", 1, _indexed_tags, deterministic=True)
    connection.create_function("indexed_file", 1, _indexed_file, deterministic=True)
    columns.add_functions(connection)


def _indexed_tags(tags: str) -> str:
    return indexed("\n".join(json.loads(tags)))  # FTS5 cannot call json_each


def _indexed_file(file: str) -> str:
    return indexed(file.rpartition("/")[2])


def add_search(connection: sqlite3.Connection) -> None:
    add_functions(connection)
    for statement in (*_COLUMNS, *_WORDS, *_KEPT_IN_STEP, *_INDEXES):
        connection.execute(statement)


def is_own(statement: str) -> bool:
    """Say whether a view or trigger belongs to this schema. A foreign one could run unwanted SQL."""
    own = (_TEXTS, *_KEPT_IN_STEP, _TEXTS_AND_FILE, *_FILE_IN_STEP)
    return statement.split() in [kept.split() for kept in own]


def add_files_and_missing(connection: sqlite3.Connection) -> None:
    """Index the words of file names, which takes a while, and make room for the list of missing files."""
    for statement in (*_WORDS_AND_FILE, *_FILE_IN_STEP, _MISSING):
        connection.execute(statement)


def quicken_search(connection: sqlite3.Connection) -> None:
    """Apply the search's part of the fourth schema step: longer prefix indexes, and facts in every order."""
    for statement in (*_LONGER, *_FACTS_IN_ORDER):
        connection.execute(statement)


# `tags` is a JSON list in alphabetical order. `picture_tags` repeats the tags, to find pictures by tag.
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


# `indexed` leaves spaces between words, and the ascii tokenizer only splits at them. Prefix indexes make
# the first typed letters as fast as the last ones. Without `columnsize`, inserts are faster.
_TEXTS_OF_WORDS = "prompt, negative, tags, note, every"


def _index_of_words(prefixes: str, texts: str = _TEXTS_OF_WORDS) -> str:
    return f"""
    CREATE VIRTUAL TABLE picture_search USING fts5 (
        {texts},
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
# A prefix index for each length finds a prefix immediately. Without one, FTS5 first reads all positions of
# the matching words: 26 ms instead of 0.1 ms for a prefix that 95 % of a million pictures have. The prefix
# indexes cost a third more time for each insert, and 7 % more disk space. A larger hash table in memory lets
# FTS5 write fewer segments: a third less time, and a smaller file.
_ROOM = "INSERT INTO picture_search (picture_search, rank) VALUES ('hashsize', {size})"
_LONGER = (
    "DROP TABLE picture_search",
    _index_of_words("1 2 3 4 5 6 7 8"),
    _ROOM.format(size=16 << 20),
    _FILL,
    _ROOM.format(size=1 << 20),  # SQLite's default
)


def _kept_in_step(texts: str, columns: str) -> tuple[str, ...]:
    """Return the triggers that keep the index of these `texts` up to date, when `columns` are written."""
    # To remove a row, FTS5 must get the row's old values, so this runs before the row changes.
    forget = f"""
        INSERT INTO picture_search (picture_search, rowid, {texts})
        SELECT 'delete', id, {texts} FROM picture_texts WHERE id = old.id
    """
    learn = f"""
        INSERT INTO picture_search (rowid, {texts})
        SELECT id, {texts} FROM picture_texts WHERE id = new.id
    """
    return (
        f"CREATE TRIGGER pictures_added AFTER INSERT ON pictures BEGIN {learn}; {_LEARN_TAGS}; END",
        f"CREATE TRIGGER pictures_removing BEFORE DELETE ON pictures BEGIN {forget}; END",
        f"""
        CREATE TRIGGER pictures_changing BEFORE UPDATE OF {columns} ON pictures
        BEGIN {forget}; DELETE FROM picture_tags WHERE picture_id = old.id; END
        """,
        f"""
        CREATE TRIGGER pictures_changed AFTER UPDATE OF {columns} ON pictures
        BEGIN {learn}; {_LEARN_TAGS}; END
        """,
    )


_LEARN_TAGS = "INSERT INTO picture_tags SELECT DISTINCT value, new.id FROM json_each(new.tags)"
_KEPT_IN_STEP = _kept_in_step(_TEXTS_OF_WORDS, "id, prompt, negative_prompt, tags, note")

# The words of a file's name, since the sixth step. A search for words alone does not read this column.
_TEXTS_AND_FILE = _TEXTS.replace("note, every)", "note, file, every)").replace(
    "indexed(note),", "indexed(note), indexed_file(file),"
)
_FILE_IN_STEP = _kept_in_step(
    "prompt, negative, tags, note, file, every", "id, prompt, negative_prompt, tags, note, file"
)
_WORDS_AND_FILE = (
    *("DROP TRIGGER pictures_added", "DROP TRIGGER pictures_removing"),
    *("DROP TRIGGER pictures_changing", "DROP TRIGGER pictures_changed"),
    *("DROP TABLE picture_search", "DROP VIEW picture_texts", _TEXTS_AND_FILE),
    _index_of_words("1 2 3 4 5 6 7 8", "prompt, negative, tags, note, file, every"),
    *(_ROOM.format(size=16 << 20), _FILL, _ROOM.format(size=1 << 20)),
)
# The pictures whose file was missing when the library last looked
_MISSING = """
    CREATE TABLE missing_files (
        picture_id INTEGER PRIMARY KEY REFERENCES pictures (id) ON DELETE CASCADE
    ) STRICT
"""

# `pictures_facts` holds every column that a condition reads, in a tenth of the table's size: reading a
# million entries takes 0.1 s, whatever the condition. The other indexes are for sorting and for the names in
# use.
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

# The index of each order also holds all facts. So any condition is checked while reading in the shown order:
# a million entries in 0.1 s, without sorting. Looking each picture up by its id takes ten times as long.
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
    # These find rare values. Without them, a search for a rare value would read all pictures.
    "CREATE INDEX pictures_steps ON pictures (steps) WHERE trashed IS NULL",
    "CREATE INDEX pictures_guidance ON pictures (guidance) WHERE trashed IS NULL",
)
