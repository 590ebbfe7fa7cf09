"""Every failure has words, and they are true about the money."""

import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDateTime, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from portrait_app.core.catalog import SKETCH, endpoints_of
from portrait_app.core.errors import FACTS, AppError, Billed, ErrorKind
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.core.request import InvalidRequest, build_request
from portrait_app.jobs.image_reader import read_image
from portrait_app.ui.shell.message_table import MONEY, ROWS
from portrait_app.ui.shell.messages import Remedy, account_page, describe, remedy_words
from portrait_app.ui.shell.refusal_messages import REFUSAL_ROWS

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("kind", ErrorKind)
def test_every_kind_says_what_happened_what_it_costs_and_what_to_do(kind: ErrorKind) -> None:
    message = describe(AppError(kind))
    for words in (message.title, message.sentence, message.money, message.advice):
        assert words.strip()
        assert "{" not in words
    assert not message.title.endswith(".")
    assert message.sentence[-1] in ".:"
    assert str(kind) in message.details


def test_the_table_has_a_row_for_every_kind_and_money_for_every_outcome() -> None:
    assert set(ROWS) == set(ErrorKind)
    assert set(MONEY) == set(Billed)


@pytest.mark.parametrize("kind", ErrorKind)
def test_a_sentence_that_names_a_fact_has_another_for_when_it_is_missing(kind: ErrorKind) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(ROWS[kind].sentence) if name}
    assert bool(names - {"engine", "other"}) == bool(ROWS[kind].otherwise)


@pytest.mark.parametrize("kind", [kind for kind in ErrorKind if FACTS[kind].billed is Billed.MAYBE])
def test_what_may_be_billed_is_never_called_free(kind: ErrorKind) -> None:
    money = describe(AppError(kind)).money
    assert "may have been" in money
    assert "paid for" in money


@pytest.mark.parametrize("kind", [kind for kind in ErrorKind if FACTS[kind].billed is not Billed.YES])
def test_what_the_service_says_it_took_is_said_whatever_failed(kind: ErrorKind) -> None:
    assert describe(AppError(kind, cost=0.003)).money == "You were charged 0.0030 USD for this request."


@pytest.mark.parametrize("kind", [kind for kind in ErrorKind if FACTS[kind].billed is Billed.YES])
def test_what_was_billed_says_so(kind: ErrorKind) -> None:
    assert "was paid for" in describe(AppError(kind)).money


@pytest.mark.parametrize("kind", [kind for kind in ErrorKind if FACTS[kind].billed is Billed.YES])
def test_what_was_paid_for_does_not_offer_to_pay_again(kind: ErrorKind) -> None:
    assert describe(AppError(kind)).remedy is not Remedy.TRY_AGAIN


def test_a_rate_limit_names_its_end_in_local_time() -> None:
    reset = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=40)
    local = QDateTime.fromSecsSinceEpoch(int(reset.timestamp()))
    clock = QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
    assert clock in describe(AppError(ErrorKind.RATE_LIMITED, reset=reset.isoformat())).sentence


def test_a_reset_on_another_day_names_the_day() -> None:
    sentence = describe(AppError(ErrorKind.RATE_LIMITED, reset="2001-02-03T12:00:00Z")).sentence
    local = QDateTime.fromSecsSinceEpoch(int(datetime(2001, 2, 3, 12, tzinfo=UTC).timestamp()))
    assert QLocale().toString(local, QLocale.FormatType.ShortFormat) in sentence


def test_a_reset_that_is_no_time_is_left_out() -> None:
    sentence = describe(AppError(ErrorKind.RATE_LIMITED, reset="soon")).sentence
    assert sentence == describe(AppError(ErrorKind.RATE_LIMITED)).sentence


def test_the_services_own_words_are_quoted_short_and_on_one_line() -> None:
    said = describe(AppError(ErrorKind.NO_CREDITS, "balance 0.0012,\n cost {0.0031}. ")).sentence
    assert "Segmind says: “balance 0.0012, cost {0.0031}”." in said
    assert len(describe(AppError(ErrorKind.NO_CREDITS, "x" * 5000)).sentence) < 400
    assert "<html" not in describe(AppError(ErrorKind.SERVER_ERROR, "<html><body>oops")).sentence


def test_technical_words_stay_in_the_details() -> None:
    trace = 'Traceback (most recent call last):\n  File "x.py"'
    message = describe(AppError(ErrorKind.UNEXPECTED, trace))
    assert "Traceback" not in message.title + message.body
    assert trace in message.details


def test_a_request_that_is_refused_here_names_every_field() -> None:
    with pytest.raises(InvalidRequest) as caught:
        build_request(endpoints_of(SKETCH)[0], {"prompt": "", "samples": 9})
    message = describe(caught.value)
    assert "what the picture should show" in message.sentence
    assert "Samples" in message.sentence
    assert message.remedy is Remedy.SHOW_FIELD


def test_the_field_is_offered_only_where_the_service_named_one() -> None:
    assert describe(AppError(ErrorKind.BAD_REQUEST, "no")).remedy is None
    assert describe(AppError(ErrorKind.BAD_REQUEST, "seed", field="seed")).remedy is Remedy.SHOW_FIELD


def test_every_remedy_is_a_button_with_words_and_web_pages_are_safe() -> None:
    assert all(remedy_words(remedy) for remedy in Remedy)
    assert all(account_page(remedy).startswith("https://") for remedy in (Remedy.TOP_UP, Remedy.OPEN_ACCOUNT))


class _Shouting(QTranslator):
    """Stands in for a language: everything in capitals but the names in braces."""

    def translate(self, context: str, text: str, note: str | None = None, number: int = -1) -> str:
        return text.upper().replace("{PATH}", "{path}") if context == "messages" else ""


def test_words_are_translated_before_facts_are_filled_in(qapp: QApplication) -> None:
    translator = _Shouting()
    qapp.installTranslator(translator)
    try:
        message = describe(AppError(ErrorKind.FILE_FAILED, path="/home/ana/a.jpg"))
    finally:
        qapp.removeTranslator(translator)
    assert message.title == message.title.upper()
    assert "READING OR WRITING “/home/ana/a.jpg”" in message.sentence


def test_a_damaged_file_of_the_library_is_said_to_be_in_it(tmp_path: Path) -> None:
    file = tmp_path / "face.png"
    file.write_bytes(b"no picture")
    with pytest.raises(AppError) as caught:
        read_image(file)
    message = describe(caught.value)
    assert "is in the library" in message.sentence
    assert "not added" not in message.body


_FACTS_OF_REFUSALS: dict[str, Any] = {
    "path": "/a/model",
    "file": "a.ckpt",
    "format": "GGUF",
    "name": "os.system",
    "family": "SDXL",
    "part": "LoRA",
    "missing": "unet",
    "tensor": "a.weight",
    "expected": "1",
    "found": "2",
    "count": 3,
    "value": "gelu",
}


@pytest.mark.parametrize("reason", Refusal)
@pytest.mark.parametrize("has_facts", [True, False])
def test_every_refused_model_says_why(reason: Refusal, *, has_facts: bool) -> None:
    message = describe(ModelFileError(reason, **(_FACTS_OF_REFUSALS if has_facts else {})))
    assert message.title
    assert message.advice
    assert "{" not in message.sentence
    if has_facts and "{" in REFUSAL_ROWS[reason].sentence:
        assert any(str(fact) in message.sentence for fact in _FACTS_OF_REFUSALS.values())


def test_sizes_are_said_in_round_words() -> None:
    error = AppError(ErrorKind.MODEL_NO_SPACE, needed=2_188_000_000, free=412_000_000, path="/models")
    assert describe(error).sentence == "2.2 GB are needed, and 412 MB are free on the disk of “/models”."
