"""A program that receives a reply of two images and is killed: `killed.py FOLDER MODULE ATTRIBUTE CALL`.

The process kills itself at the given call of a function of the library, before it does anything.
"""

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

from portrait_app.library.library import open_library
from tests.library.making import REPLY, a_delivery, a_sent_job
from tests.support.clock import FixedClock


def kill_at(module: str, attribute: str, call: int) -> None:
    holder: Any = importlib.import_module(module)
    *way, name = attribute.split(".")
    for step in way:
        holder = getattr(holder, step)
    original = getattr(holder, name)
    calls = 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)

    setattr(holder, name, counted)


def main(folder: str, module: str, attribute: str, call: str) -> None:
    library = open_library(Path(folder), FixedClock())
    job = a_sent_job(library)
    print(job.id, flush=True)
    kill_at(module, attribute, int(call))
    library.spool(job.id, REPLY)
    library.keep(job.id, a_delivery(2))


if __name__ == "__main__":
    main(*sys.argv[1:])
