from portrait_app.core.cancel import Cancel


def test_what_is_cancelled_is_told_once() -> None:
    cancel, told = Cancel(), []
    with cancel.on_cancel(lambda: told.append(1)):
        assert not cancel.cancelled
        cancel.cancel()
        cancel.cancel()
    assert (cancel.cancelled, told) == (True, [1])


def test_what_has_ended_is_not_told() -> None:
    cancel, told = Cancel(), []
    with cancel.on_cancel(lambda: told.append(1)):
        pass
    cancel.cancel()
    assert told == []


def test_what_comes_late_is_told_at_once() -> None:
    cancel, told = Cancel(), []
    cancel.cancel()
    with cancel.on_cancel(lambda: told.append(1)):
        assert told == [1]
    cancel.cancel()
    assert told == [1]
