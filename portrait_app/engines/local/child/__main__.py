"""`python -m portrait_app.engines.local.child`: the child process that makes pictures.

It is also the executable of the second package, which can tell its version and test itself.
"""

import sys

from portrait_app import __version__
from portrait_app.engines.local.child.confinement import confine


def main(arguments: list[str]) -> int:
    """Do what the command line says, and return the exit code."""
    if arguments == ["--version"]:
        print(__version__)  # noqa: T201 - the answer
        return 0
    if arguments == ["--selftest"]:
        from portrait_app.engines.local.child.selftest import selftest  # noqa: PLC0415 - not for pictures

        return selftest()
    if arguments:
        print("usage: portrait-studio-local [--version | --selftest]", file=sys.stderr)  # noqa: T201 - the same
        return 2
    confine()  # before the libraries are imported, which would do what the process must not do
    from portrait_app.engines.local.child.serve import serve  # noqa: PLC0415 - as above

    return serve()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
