"""Ctrl+C and a system that ends the session reach the event loop."""

import os
import signal
import sys

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.ui.shell.termination import Termination


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no way to send these")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_heard_while_the_loop_runs(qtbot: QtBot, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    termination = Termination()
    with qtbot.waitSignal(termination.asked):
        os.kill(os.getpid(), number)
    termination.stop()
    assert signal.getsignal(number) is before
