"""One started child process, and why it has ended."""

import subprocess
import tempfile
import weakref
from functools import partial
from typing import IO

from portrait_app.child_process import start_child, stop_child
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.local.child.frames import BadFrame, Frame, read_frame, write_frame

_LAST_WORDS = 2000  # bytes of the child's error output that are kept for "Copy details"
_OUT_OF_MEMORY = ("bad_alloc", "MemoryError", "Cannot allocate memory")
_KILLED = -9  # by SIGKILL: the system does this when memory runs out
# Each thread of these libraries would keep memory, and compete with OpenVINO's threads.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class StartedChild:
    """A child process. It is killed when this object is gone, if not before."""

    def __init__(self, command: list[str]) -> None:
        """Start the child. Raises AppError, ENGINE_CRASHED, if that fails."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `_end`
        try:
            self._process = start_child(command, more_environment=_ENVIRONMENT, stderr=self._errors)
        except OSError as error:
            self._errors.close()
            raise AppError(ErrorKind.ENGINE_CRASHED, str(error)) from error
        self._end = weakref.finalize(self, partial(_end, self._process, self._errors))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def send(self, frame: Frame) -> bool:
        """Send a frame. Return whether the child could be reached."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        try:
            write_frame(self._process.stdin, frame)
        except OSError:
            return False
        return True

    def receive(self) -> Frame | None:
        """Wait for a frame; None if the child has ended, or writes something else."""
        assert self._process.stdout is not None  # noqa: S101 - a pipe
        try:
            return read_frame(self._process.stdout)
        except (BadFrame, OSError, ValueError):  # ValueError: closed by `end`
            return None

    def kill(self) -> None:
        """Kill the child without waiting for its end. Callable from any thread."""
        self._process.kill()

    def end(self) -> None:
        """Kill the child and wait until its memory is free."""
        self._end()

    def cause_of_death(self) -> AppError:
        """End the child, which has stopped answering, and return why it did."""
        stopped_by_itself = self._waited()
        code = self._process.returncode
        self._errors.seek(0)
        last_words = self._errors.read()[-_LAST_WORDS:].decode(errors="replace").strip()
        self.end()
        detail = f"exit code {code}\n{last_words}".strip()
        if stopped_by_itself and (code == _KILLED or any(words in last_words for words in _OUT_OF_MEMORY)):
            return AppError(ErrorKind.OUT_OF_MEMORY, detail)
        return AppError(ErrorKind.ENGINE_CRASHED, detail)

    def _waited(self) -> bool:
        """Wait for the end of a child that has closed its output. Return whether it ended by itself."""
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False
        return True


def _end(process: "subprocess.Popen[bytes]", errors: IO[bytes]) -> None:
    stop_child(process)
    errors.close()
