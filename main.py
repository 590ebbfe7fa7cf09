"""Start Portrait Studio."""

from portrait_app.app import main

if __name__ == "__main__":
    raise SystemExit(main())
