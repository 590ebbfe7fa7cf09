"""Where the key comes from and goes to, with a keychain that fails and hangs as told."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.delivery import Balance
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs import key_controller
from portrait_app.jobs.key_controller import KeyController, Step
from portrait_app.jobs.runner import TaskRunner
from tests.support.fake_keychain import FakeAccount, FakeSecretStore

KEY = "SG_0123456789abcdef"
OTHER = "SG_fedcba9876543210"


class Desk:
    """A controller with its fakes, and what it said."""

    def __init__(self, runner: TaskRunner, qtbot: QtBot, kept: str = "", environment: str = "") -> None:
        self.runner = runner
        self.qtbot = qtbot
        self.credentials = Credentials()
        self.store = FakeSecretStore(kept)
        self.account = FakeAccount()
        self.controller = KeyController(
            self.credentials, self.store, self.account, runner, environment_key=environment
        )
        self.failed: list[ErrorKind] = []
        self.attempt_failed: list[ErrorKind] = []
        self.waited: list[bool] = []
        self.changes = 0
        self.loaded_with: list[str] = []  # the key, each time it was said that it is known
        self.controller.failed.connect(lambda error: self.failed.append(error.kind))
        self.controller.attempt_failed.connect(lambda error: self.attempt_failed.append(error.kind))
        self.controller.waiting.connect(self.waited.append)
        self.controller.changed.connect(self._count)
        self.controller.loaded.connect(self._note_loaded)

    def _count(self) -> None:
        self.changes += 1

    def _note_loaded(self) -> None:
        self.loaded_with.append(self.credentials.key)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.runner.busy)


Open = Callable[..., Desk]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Open]:
    runner = TaskRunner()
    desks: list[Desk] = []

    def open_desk(**options: str) -> Desk:
        desks.append(Desk(runner, qtbot, **options))
        return desks[-1]

    yield open_desk
    for one in desks:
        one.store.gate.open()
        one.account.gate.open()
    assert runner.shut_down(5_000)


def test_the_key_in_the_keychain_is_found_at_the_start(desk: Open) -> None:
    it = desk(kept=KEY)
    it.controller.load()
    assert it.controller.step is Step.READING
    it.settle()
    assert it.credentials.key == KEY
    assert it.controller.source is KeySource.KEYCHAIN
    assert it.controller.has_key
    assert it.controller.keychain_name == "Test Keychain"
    assert it.controller.ending == "cdef"
    assert it.controller.balance == Balance(18.4, 0.02)
    assert it.changes == 1


def test_the_environment_wins_and_leaves_the_keychain_alone(desk: Open) -> None:
    it = desk(kept=KEY, environment=f" {OTHER}\n")
    it.store.gate.shut()
    it.controller.load()
    assert it.credentials.key == OTHER
    assert it.controller.source is KeySource.ENVIRONMENT
    it.settle()  # it would not, had the keychain been asked


def test_no_key_anywhere_is_no_failure(desk: Open) -> None:
    it = desk()
    it.controller.load()
    it.settle()
    assert not it.controller.has_key
    assert it.failed == []
    assert it.changes == 0


_FAILING = (ErrorKind.KEYCHAIN_LOCKED, ErrorKind.KEYCHAIN_TIMEOUT, ErrorKind.KEYCHAIN_FAILED)


@pytest.mark.parametrize("kind", _FAILING)
def test_a_failing_keychain_is_reported_at_the_start(desk: Open, kind: ErrorKind) -> None:
    it = desk()
    it.store.error = kind
    it.controller.load()
    it.settle()
    assert it.failed == [kind]
    assert it.controller.step is Step.IDLE


@pytest.mark.parametrize("kind", [ErrorKind.KEYCHAIN_MISSING, ErrorKind.KEYCHAIN_UNSAFE])
def test_a_first_start_without_a_keychain_is_no_failure(desk: Open, kind: ErrorKind) -> None:
    it = desk()
    it.store.error = kind
    it.controller.load()
    it.settle()
    assert it.failed == []
    assert it.controller.load_error is not None
    it.controller.use_for_session(KEY)
    it.settle()
    assert it.controller.load_error is None


def test_being_offline_at_the_start_is_no_news(desk: Open) -> None:
    it = desk(kept=KEY)
    it.account.error = AppError(ErrorKind.CANNOT_CONNECT)
    it.controller.load()
    it.settle()
    assert it.failed == []
    assert it.controller.balance is None


def test_a_kept_key_that_is_refused_is_news(desk: Open) -> None:
    it = desk(kept=KEY)
    it.account.refused.add(KEY)
    it.controller.load()
    it.settle()
    assert it.failed == [ErrorKind.KEY_REJECTED]


def test_a_hanging_keychain_is_announced_and_the_announcement_taken_back(
    desk: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_controller, "_PATIENCE", 20)
    it = desk(kept=KEY)
    it.store.gate.shut()
    it.controller.load()
    qtbot.waitUntil(lambda: it.controller.is_waiting)
    it.store.gate.open()
    it.settle()
    assert it.waited == [True, False]
    assert it.credentials.key == KEY


def test_a_key_is_checked_before_it_is_kept(desk: Open) -> None:
    it = desk()
    it.account.refused.add(KEY)
    it.controller.save(KEY)
    it.settle()
    assert it.attempt_failed == [ErrorKind.KEY_REJECTED]
    assert it.store.key == ""
    assert not it.controller.has_key


def test_saving_keeps_the_key_and_its_balance(desk: Open) -> None:
    it = desk()
    it.controller.save(f"  {KEY}\n")
    it.settle()
    assert it.store.key == KEY
    assert it.controller.source is KeySource.KEYCHAIN
    assert it.controller.balance == Balance(18.4, 0.02)
    assert it.account.asked == [KEY]


def test_a_key_of_another_shape_is_not_refused(desk: Open) -> None:
    it = desk()
    it.controller.save("gateway-token")
    it.settle()
    assert it.credentials.key == "gateway-token"
    assert it.controller.ending == "oken"


def test_of_a_short_key_nothing_is_shown(desk: Open) -> None:
    it = desk()
    it.controller.use_for_session("secret")
    it.settle()
    assert it.controller.ending == ""


def test_checking_alone_keeps_and_uses_nothing(desk: Open, qtbot: QtBot) -> None:
    it = desk()
    with qtbot.waitSignal(it.controller.checked) as checked:
        it.controller.check(KEY)
    assert checked.args == [Balance(18.4, 0.02)]
    it.settle()
    assert not it.controller.has_key
    assert it.store.key == ""


def test_when_the_keychain_fails_the_key_is_not_used_until_a_person_says_so(desk: Open) -> None:
    it = desk()
    it.store.error = ErrorKind.KEYCHAIN_LOCKED
    it.controller.save(KEY)
    it.settle()
    assert it.attempt_failed == [ErrorKind.KEYCHAIN_LOCKED]
    assert not it.controller.has_key
    it.controller.use_for_session(KEY)
    it.settle()
    assert it.controller.source is KeySource.SESSION
    assert it.controller.balance == Balance(18.4, 0.02)
    assert it.store.key == ""


def test_a_session_key_is_not_overwritten_by_a_keychain_that_answers_late(desk: Open, qtbot: QtBot) -> None:
    it = desk(kept=OTHER)
    it.store.gate.shut()
    it.controller.load()
    qtbot.waitUntil(it.store.gate.reached.is_set)
    it.controller.use_for_session(KEY)
    it.store.gate.open()
    it.settle()
    assert it.credentials.key == KEY
    assert it.controller.source is KeySource.SESSION


@pytest.mark.parametrize("give", ["use_for_session", "save"])
def test_a_key_given_before_the_keychain_answered_ends_the_waiting_for_it(desk: Open, give: str) -> None:
    it = desk()
    it.store.gate.shut()
    it.controller.load()
    it.qtbot.waitUntil(it.store.gate.reached.is_set)
    getattr(it.controller, give)(OTHER)
    it.store.gate.open()
    it.settle()
    assert it.loaded_with == [OTHER]


def test_the_keychain_is_read_after_all_where_what_took_its_place_came_to_nothing(desk: Open) -> None:
    it = desk(kept=KEY)
    it.store.gate.shut()
    it.controller.load()
    it.qtbot.waitUntil(it.store.gate.reached.is_set)
    it.account.refused = {OTHER}
    it.controller.save(OTHER)
    it.store.gate.open()
    it.settle()
    assert it.attempt_failed == [ErrorKind.KEY_REJECTED]
    assert it.loaded_with == [KEY]


def test_a_cancelled_check_keeps_nothing(desk: Open, qtbot: QtBot) -> None:
    it = desk()
    it.account.gate.shut()
    it.controller.save(KEY)
    qtbot.waitUntil(it.account.gate.reached.is_set)
    it.controller.cancel()
    assert it.controller.step is Step.IDLE
    it.account.gate.open()
    it.settle()
    assert it.store.key == ""
    assert not it.controller.has_key


def test_what_the_keychain_did_after_a_cancel_is_not_denied(desk: Open, qtbot: QtBot) -> None:
    it = desk()
    it.store.gate.shut()
    it.controller.save(KEY)
    qtbot.waitUntil(it.store.gate.reached.is_set)
    it.controller.cancel()
    assert it.controller.step is Step.IDLE
    it.store.gate.open()
    it.settle()
    assert it.store.key == KEY
    assert it.controller.source is KeySource.KEYCHAIN


def test_a_failure_after_a_cancel_is_not_shown(desk: Open, qtbot: QtBot) -> None:
    it = desk()
    it.store.gate.shut()
    it.controller.save(KEY)
    qtbot.waitUntil(it.store.gate.reached.is_set)
    it.controller.cancel()
    it.store.error = ErrorKind.KEYCHAIN_LOCKED
    it.store.gate.open()
    it.settle()
    assert it.attempt_failed == []


def test_removing_takes_the_key_from_memory_and_keychain(desk: Open) -> None:
    it = desk(kept=KEY)
    it.controller.load()
    it.settle()
    it.controller.remove()
    it.settle()
    assert it.store.key == ""
    assert it.credentials.key == ""
    assert it.controller.balance is None


def test_a_key_that_cannot_be_removed_stays_in_use(desk: Open) -> None:
    it = desk(kept=KEY)
    it.controller.load()
    it.settle()
    it.store.error = ErrorKind.KEYCHAIN_LOCKED
    it.controller.remove()
    it.settle()
    assert it.attempt_failed == [ErrorKind.KEYCHAIN_LOCKED]
    assert it.controller.has_key


def test_forgetting_a_session_key_leaves_the_keychain_alone(desk: Open) -> None:
    it = desk(kept=OTHER)
    it.controller.use_for_session(KEY)
    it.settle()
    it.controller.remove()
    it.settle()
    assert not it.controller.has_key
    assert it.store.key == OTHER


def test_the_balance_of_a_reply_is_taken_over(desk: Open, qtbot: QtBot) -> None:
    it = desk(kept=KEY)
    with qtbot.waitSignal(it.controller.balance_changed) as changed:
        it.controller.note_credits(7.5)
    assert changed.args == [Balance(7.5)]
    assert it.controller.balance == Balance(7.5)


def test_nothing_that_is_printed_shows_the_key(desk: Open) -> None:
    it = desk(kept=KEY)
    it.controller.load()
    it.settle()
    assert KEY not in repr(it.controller) + str(it.controller) + repr(it.credentials)
