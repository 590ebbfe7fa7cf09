"""`python -m portrait_app.engines.local.child`: the child process that makes pictures.

It is also the executable of the second package, which can tell its version and test itself.
"""

import sys

from portrait_app import __version__
from portrait_app.engines.local.child.confinement import confine

if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]:
        print(__version__)  # noqa: T201 - the answer
        raise SystemExit(0)
    if sys.argv[1:] == ["--selftest"]:
        from portrait_app.engines.local.child.selftest import selftest  # which starts the process itself

        raise SystemExit(selftest())
    if sys.argv[1:]:
        raise SystemExit("usage: portrait-studio-local [--version | --selftest]")
    confine()  # before the libraries are imported, which would do what the process must not do
    from portrait_app.engines.local.child.serve import serve

    raise SystemExit(serve())
