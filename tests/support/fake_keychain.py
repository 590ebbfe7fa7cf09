"""A keychain and an account in memory. Tests can make both fail or hang."""

from threading import Event

from portrait_app.core.delivery import Balance
from portrait_app.core.errors import AppError, ErrorKind


class Gate:
    """Makes calls wait while a test has shut it. It is open at first."""

    def __init__(self) -> None:
        self._open = Event()
        self._open.set()
        self.reached = Event()  # set when a call waits at the shut gate

    def shut(self) -> None:
        self.reached.clear()
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def pass_through(self) -> None:
        if not self._open.is_set():
            self.reached.set()
            assert self._open.wait(30), "no test opened the gate"


class FakeSecretStore:
    """Implements `SecretStore`. It hangs while `gate` is shut, and fails if `error` is set."""

    def __init__(self, key: str = "", error: ErrorKind | None = None) -> None:
        self.key = key
        self.error = error
        self.gate = Gate()

    def _answer(self) -> None:
        self.gate.pass_through()
        if self.error:
            raise AppError(self.error, "fake keychain")

    def read(self) -> str:
        self._answer()
        return self.key

    def write(self, key: str) -> None:
        self._answer()
        self.key = key

    def remove(self) -> None:
        self._answer()
        self.key = ""

    def name(self) -> str:
        self._answer()
        return "Test Keychain"


class FakeAccount:
    """Implements `Account`. It accepts every key that is not in `refused`."""

    def __init__(self, balance: Balance | None = Balance(18.4, 0.02), error: AppError | None = None) -> None:  # noqa: B008 - frozen
        self.answer = balance
        self.error = error
        self.refused: set[str] = set()
        self.asked: list[str] = []
        self.gate = Gate()

    def balance(self, key: str) -> Balance | None:
        self.asked.append(key)
        self.gate.pass_through()
        if key in self.refused:
            raise AppError(ErrorKind.KEY_REJECTED, f"Invalid API key {key[:3]}…", status=401)
        if self.error:
            raise self.error
        return self.answer
