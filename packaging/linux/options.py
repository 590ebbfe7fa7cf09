"""Writes the manual page's list of options, from the command line's own words.

options.py < portrait-studio.1 > finished page, with @OPTIONS@ replaced
"""

import argparse
import sys

from portrait_app.command_line import make_parser


def entry(action: argparse.Action) -> str:
    names = ", ".join(name.replace("-", r"\-") for name in action.option_strings)
    value = action.metavar or ("|".join(action.choices) if action.choices else "")
    shown = f" {value}" if not action.nargs else f" [{value}]"
    help_ = (action.help or "").replace("-", r"\-")
    return f".TP\n.B {names}{shown if value else ''}\n{help_[:1].upper()}{help_[1:]}."


if __name__ == "__main__":
    actions = make_parser()._actions  # noqa: SLF001 - nothing public lists them
    options = "\n".join(entry(action) for action in actions if action.option_strings)
    sys.stdout.write(sys.stdin.read().replace("@OPTIONS@", options))
