"""Start Portrait Studio, or the child process of its executable that parses metadata."""

import sys

from portrait_app.importing.parser_protocol import PROGRAM

if __name__ == "__main__":
    if sys.argv[1:] == [PROGRAM.switch]:
        from portrait_app.importing.parser_child import serve  # which needs no window

        raise SystemExit(serve())
    from portrait_app.app import main

    raise SystemExit(main())
