"""What a person types, and what it means."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.picture import Picture
from portrait_app.core.search.conditions import HasFlag, HasName, HasSize, HasWords, InRange, MadeIn
from portrait_app.core.search.expression import (
    DEEPEST,
    MOST_WORDS,
    AnyOf,
    Search,
    SearchError,
    SearchProblem,
    Term,
    parse_search,
)
from portrait_app.core.search.fields import SEARCH_FIELDS, FieldKind, search_field
from portrait_app.core.search.periods import Period
from portrait_app.core.search.query import FILTERS, ORDERS, LibraryQuery, order_by_key
from portrait_app.core.search.words import indexed, words
from tests.support.pictures import a_picture

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday
A, B, C = (Term(HasWords((word,))) for word in "abc")
PLUS_13 = timezone(timedelta(hours=13))


def condition(text: str) -> object:
    (term,) = parse_search(text).terms
    return term.condition


def finds(text: str, picture: Picture, now: datetime = NOW) -> bool:
    return parse_search(text).matches(picture, now)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("smile", HasWords(("smile",))),
        ("Été", HasWords(("ete",))),
        ("25-year-old", HasWords(("25", "year", "old"))),
        ("(masterpiece:1.2)", HasWords(("masterpiece", "1", "2"))),
        ("16:9", HasWords(("16", "9"))),
        ('"golden hour"', HasWords(("golden", "hour"), begun=False)),
        ("“golden hour”", HasWords(("golden", "hour"), begun=False)),
        ('"golden ho', HasWords(("golden", "ho"))),
        ('"golden ', HasWords(("golden",))),
        ('prompt:"golden hour"', HasWords(("golden", "hour"), begun=False, text="prompt")),
        ("negative:blur", HasWords(("blur",), text="negative")),
        ("note:print", HasWords(("print",), text="note")),
        ("東京", HasWords(("東", "京"))),
        ("👍🏽", HasWords(("👍", "🏽"))),
        ("seed:531327", InRange("seed", 531327, 531327)),
        ("SEED:=531327", InRange("seed", 531327, 531327)),
        ("steps:>30", InRange("steps", low=30, above=True)),
        ("steps:>=30", InRange("steps", low=30)),
        ("steps:≤30", InRange("steps", high=30)),
        ("guidance:<7.5", InRange("guidance", high=7.5, below=True)),
        ("guidance:7..9", InRange("guidance", 7, 9)),
        ("guidance:7..", InRange("guidance", 7)),
        ("guidance:...5", InRange("guidance", high=0.5)),
        ("rating:>=4", InRange("rating", 4)),
        ("cost:>.01", InRange("cost", 0.01, above=True)),
        ("size:768x1024", HasSize(768, 1024)),
        ("size:768X1024", HasSize(768, 1024)),
        ("size:768×", HasSize(768)),
        ("size:x1024", HasSize(height=1024)),
        ("size:768", HasSize(768, either=True)),
        ("date:2026-11", MadeIn(Period("2026-11"), Period("2026-11"))),
        ("date:Last-Week", MadeIn(Period("last-week"), Period("last-week"))),
        ("date:>=2026", MadeIn(Period("2026"))),
        ("date:<2026-1", MadeIn(last=Period("2026-1"), before=True)),
        ("date:2026-01..2026-03", MadeIn(Period("2026-01"), Period("2026-03"))),
        ("is:favourite", HasFlag("favourite")),
        ("is:Favorite", HasFlag("favourite")),
        ("is:untagged", HasFlag("tagged", unset=True)),
        ("is:unrated", HasFlag("rated", unset=True)),
        ("is:missing", HasFlag("missing")),
        ("no:note", HasFlag("noted", unset=True)),
        ("has:Notes", HasFlag("noted")),
        ("has:collection", HasFlag("collected")),
        ("file:j000123", HasWords(("j000123",), text="file")),
        ("((smile))", HasWords(("smile",))),
        ("(smile OR)", HasWords(("smile",))),
        ("(smile OR smile)", HasWords(("smile",))),
        ("((a b) OR c)", AnyOf((Search((A, B)), Search((C,))))),
        ("((a OR b) OR c)", AnyOf((Search((A,)), Search((B,)), Search((C,))))),
        ('scheduler:"Euler a"', HasName("scheduler", ("euler", "a"), begun=False)),
        ("scheduler:eul", HasName("scheduler", ("eul",))),
        ("tag:client-a", HasName("tag", ("client", "a"))),
        ("engine:sketch", HasName("engine", ("sketch",))),
    ],
)
def test_what_a_term_means(text: str, meant: object) -> None:
    assert condition(text) == meant
    assert parse_search(f"-{text}").terms[0].excluded is True


def test_or_joins_the_terms_beside_it() -> None:
    either = Term(AnyOf((Search((A,)), Search((B,)))))
    assert parse_search("a OR b c") == Search((either, C))
    assert parse_search("c (a OR (b))") == Search((C, either))
    assert parse_search("c OR") == parse_search("OR c") == parse_search("( OR c") == Search((C,))
    assert parse_search("a or b") != parse_search("a OR b")
    assert parse_search('a "OR" b').terms[1] == Term(HasWords(("or",), begun=False))
    assert parse_search("-(a b)") == Search((Term(AnyOf((Search((A, B)),)), excluded=True),))
    assert parse_search("-(-a)") == Search((A,))
    for text in ("(", "-(", "()", "-()", "(()", ")", "OR", "(OR)", "a OR ()"):
        assert len(parse_search(text).terms) == text.startswith("a"), text


def test_alternatives_and_exclusions_are_found() -> None:
    picture = a_picture(prompt="a woman, red hair", tags=("client",), rating=5)
    for text in ("man OR woman", "red (man OR tag:client)", "-(man OR hat)", "man OR (woman -hat)"):
        assert finds(text, picture), text
    for text in (
        "man OR hat",
        "red (man OR tag:x)",
        "-(man OR woman)",
        "man OR (woman -red)",
        "hat man OR red",
    ):
        assert not finds(text, picture), text


def test_a_pasted_prompt_with_weights_is_words() -> None:
    text = "(masterpiece:1.2), ((smile)), (golden hour:1.3)"
    phrases = [("masterpiece", "1", "2"), ("smile",), ("golden",), ("hour", "1", "3")]
    assert parse_search(text) == Search(tuple(Term(HasWords(phrase)) for phrase in phrases))
    with pytest.raises(SearchError):
        parse_search("(smile photo:x)")


def test_parentheses_have_a_limit() -> None:
    assert parse_search("(" * 10_000 + "smile") == parse_search("smile")

    def nested(deep: int) -> str:
        return "".join(f"x{number} OR (w{number} " for number in range(deep)) + "last"

    assert not parse_search(nested(DEEPEST)).is_empty
    with pytest.raises(SearchError) as caught:
        parse_search(nested(DEEPEST + 1))
    assert caught.value.problem is SearchProblem.TOO_LONG


def test_terms_are_all_asked_and_each_once() -> None:
    assert parse_search('smile "golden hour" -hat smile steps:>30') == Search(
        (
            Term(HasWords(("smile",))),
            Term(HasWords(("golden", "hour"), begun=False)),
            Term(HasWords(("hat",)), excluded=True),
            Term(InRange("steps", 30, above=True)),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "  \t\n\u3000",
            "-",
            "- -",
            '"',
            '""',
            "seed:",
            "steps:>",
            "guidance:..",
            "size:x",
            "date:..",
            "is:",
        ),
        *("tag:", 'scheduler:""', "prompt:", "***", "-!", "\0", ":", "--", "date:>", "size:"),
    ],
)
def test_what_is_not_finished_asks_nothing(text: str) -> None:
    assert parse_search(text).is_empty


@pytest.mark.parametrize(
    ("text", "problem", "word"),
    [
        ("smile photo:x", SearchProblem.UNKNOWN_FIELD, "photo"),
        ("-http://x", SearchProblem.UNKNOWN_FIELD, "http"),
        ("hat steps:many", SearchProblem.BAD_NUMBER, "many"),
        ("steps:7.5", SearchProblem.BAD_NUMBER, "7.5"),
        ("guidance:7..x", SearchProblem.BAD_NUMBER, "7..x"),
        ("guidance:nan", SearchProblem.BAD_NUMBER, "nan"),
        ("guidance:1e9", SearchProblem.BAD_NUMBER, "1e9"),
        ("seed:٣", SearchProblem.BAD_NUMBER, "٣"),
        ("seed:" + "9" * 5_000, SearchProblem.BAD_NUMBER, "9" * 5_000),
        ("guidance:9..7", SearchProblem.BAD_RANGE, "9..7"),
        ("date:2026-03..2026-01", SearchProblem.BAD_RANGE, "2026-03..2026-01"),
        ("size:big", SearchProblem.BAD_SIZE, "big"),
        ("size:9999999", SearchProblem.BAD_SIZE, "9999999"),
        ("date:soon", SearchProblem.BAD_DATE, "soon"),
        ("date:2026-13", SearchProblem.BAD_DATE, "2026-13"),
        ("date:2026-02-30", SearchProblem.BAD_DATE, "2026-02-30"),
        ("date:0000", SearchProblem.BAD_DATE, "0000"),
        ("date:9999", SearchProblem.BAD_DATE, "9999"),
        ('is:"a sketch"', SearchProblem.UNKNOWN_VALUE, "a sketch"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, problem: SearchProblem, word: str) -> None:
    with pytest.raises(SearchError) as caught:
        parse_search(text)
    error = caught.value
    assert (error.problem, error.word) == (problem, word)
    assert text[error.start : error.end] == word
    assert error.field in text


def test_a_search_has_an_end() -> None:
    most = " ".join(f"w{number}" for number in range(MOST_WORDS))
    assert len(parse_search(most).terms) == MOST_WORDS
    assert len(parse_search(f"{most} {most}").terms) == MOST_WORDS  # said twice is asked once
    for text in (f"{most} more and", f'"{most} more"'):
        with pytest.raises(SearchError) as caught:
            parse_search(text)
        assert caught.value.problem is SearchProblem.TOO_LONG
        assert (caught.value.end, text[caught.value.start :].split()[-1]) == (len(text), text.split()[-1])


@given(st.text(max_size=200) | st.text(alphabet='-:"<>=.x0129 sedatiz\0', max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    problem: SearchError | None = None
    try:
        parse_search(text).matches(a_picture(), NOW)
    except SearchError as error:
        problem = error
    assert problem is None or 0 <= problem.start < problem.end <= len(text)


@given(st.text(max_size=60))
def test_words_are_the_same_after_indexing(text: str) -> None:
    assert words(indexed(text)) == words(text)


def test_words_and_phrases_are_found_in_every_text() -> None:
    picture = a_picture(
        prompt="Portrait, golden  hour: a SMILE",
        negative_prompt="hat",
        tags=("client-a", "x"),
        note="for Zoë",
    )
    for text in (
        "smi",
        '"golden hour"',
        "golden-ho",
        "negative:hat",
        "client-a",
        "zoe",
        "prompt:smile -prompt:hat",
        "",
    ):
        assert finds(text, picture), text
    for text in (
        "mile",
        '"golden ho"',
        '"hour golden"',
        "-negative:hat",
        "prompt:hat",
        "hat",
        '"smile hat"',
        "port -smile",
    ):
        assert not finds(text, picture), text


def test_a_number_that_is_not_known_is_in_no_range() -> None:
    unknown = a_picture(seed=None, cost=None)
    assert not finds("seed:>=-5", unknown)
    assert finds("-seed:7 -cost:>0", unknown)


@pytest.mark.parametrize(
    ("text", "first", "last"),  # the first and the last day shown
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("this-week", "2026-11-16", "2026-11-22"),
        ("last-week", "2026-11-09", "2026-11-15"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2026-1-5", "2026-01-05", "2026-01-05"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-", "2025-01-01", "2025-12-31"),
        ("2025-12..today", "2025-12-01", "2026-11-22"),
    ],
)
@pytest.mark.parametrize("zone", [UTC, PLUS_13])
def test_periods_are_whole_local_days(text: str, first: str, last: str, zone: timezone) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=zone)
    beginning = datetime.fromisoformat(first).replace(tzinfo=zone)
    end = datetime.fromisoformat(last).replace(tzinfo=zone) + timedelta(days=1)
    tick = timedelta(microseconds=1)
    moments = (beginning - tick, beginning, end - tick, end)
    found = [finds(f"date:{text}", a_picture(created=moment.astimezone(UTC)), now) for moment in moments]
    assert found == [False, True, True, False]


def test_before_and_after_a_period() -> None:
    november = [a_picture(created=datetime(2026, month, 15, tzinfo=UTC)) for month in (10, 11, 12)]
    for text, expected in {
        "date:>2026-11": [False, False, True],
        "date:>=2026-11": [False, True, True],
        "date:<2026-11": [True, False, False],
        "date:<=2026-11": [True, True, False],
    }.items():
        assert [finds(text, picture) for picture in november] == expected, text


def test_names_by_their_beginning_or_whole() -> None:
    euler, ancestral = a_picture(scheduler="Euler"), a_picture(scheduler="Euler a")
    assert [finds("scheduler:euler", picture) for picture in (euler, ancestral)] == [True, True]
    assert [finds('scheduler:"euler"', picture) for picture in (euler, ancestral)] == [True, False]
    assert finds("model:tiny", euler)
    assert finds("model:potrait", euler)
    assert finds("engine:segmind -engine:sketch", euler)
    assert not finds("engine:segmind", a_picture(endpoint="a model of a newer version"))


def test_every_field_is_in_the_table_and_can_be_asked() -> None:
    assert len({row.key for row in SEARCH_FIELDS}) == len(SEARCH_FIELDS)
    for row in SEARCH_FIELDS:
        assert search_field(row.key.upper()) is row
        for value in (row.example, *row.values):
            assert not parse_search(f"{row.key}:{value}").is_empty, (row.key, value)
        finds(f"{row.key}:{row.example}", a_picture())
        assert (row.kind is FieldKind.FLAG) <= bool(row.values)


def test_orders() -> None:
    pictures = [
        a_picture(1, rating=3, cost=None, seed=5),
        a_picture(2, rating=5, cost=0.01, seed=None),
        a_picture(3, rating=3, cost=0.02, seed=5),
    ]
    shown = {row.key: [picture.id for picture in sorted(pictures, key=row.sort_key)] for row in ORDERS}
    assert shown == {
        "newest": [3, 2, 1],
        "oldest": [1, 2, 3],
        "rating": [2, 3, 1],
        "cost": [3, 2, 1],
        "seed": [3, 1, 2],
    }
    assert order_by_key("from a newer version") is ORDERS[0]


def test_a_query_is_its_filter_and_its_search() -> None:
    picture = a_picture(prompt="smile")
    assert LibraryQuery(FILTERS[0], NOW, parse_search("smi")).matches(picture)
    assert not LibraryQuery(FILTERS[0], NOW, parse_search("hat")).matches(picture)
    assert not LibraryQuery(FILTERS[1], NOW, parse_search("smi")).matches(picture)
