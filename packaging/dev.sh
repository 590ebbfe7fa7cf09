#!/usr/bin/env bash
# The list of all commands. Each prints the command line that it runs, so that it can be copied and changed.
#   dev.sh                    prints the list
#   dev.sh NAME [options]     runs the command of that name with the options appended
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

# name | command | what it does. "@" stands for the Python of the checkout's environment.
table="
run      | bash packaging/run.sh                                           | opens the program
demo     | bash packaging/run.sh --demo                                    | [OUT.png] makes one portrait on a virtual screen, saves a picture of the window
scene    | @ -m tests.support.showcase                                     | OUT.png [--scene NAME] saves a picture of a scene
service  | @ -m tests.support.segmind_service                              | [--port N] runs the tests' own Segmind, which costs nothing
server   | @ -m tests.support.real_server                                  | ADDRESS makes small pictures on a real server of yours, through the engine
selftest | @ main.py --selftest                                            | tests everything the program needs
core     | @ -m pytest -q tests/core                                         | [options of pytest] the tests of core: seconds
quick    | @ -m pytest -q tests/core tests/library -k 'not agree and not killed and not thousand and not more_ids' | [options of pytest] most tests of core and library
test     | bash packaging/test.sh                                          | [options of pytest] lint, types, and every test
ci       | bash .ci/run                                                    | all that must pass before a change is kept
lint     | @ -m ruff check && @ -m ruff format --check && .venv/bin/lint-imports | style, and the import rule
format   | @ -m ruff check --fix && @ -m ruff format                       | fixes the style
types    | @ -m mypy                                                       | checks types
metadata | @ -m tests.support.metadata_table                               | [FOLDER] which settings of other programs are read, in the tests' files or in yours
bench    | @ -m tests.benchmarks                                           | [--short] [NAME…] measures the required figures
matrix   | @ -m tests.matrices                                             | NAME [--every N] delivery with crashes, full disks, faults
imports  | @ -X importtime -c 'import portrait_app.app'                    | what is imported before the first paint, with times
profile  | @ -m cProfile -s cumulative -m tests.support.showcase           | OUT.png [--scene NAME] where a scene's time goes on the main thread
words    | @ packaging/translations.py                                     | update, add, release, check: the strings of the window, and their translations
pseudo   | @ -m tests.support.pseudo_scenes                                | [--scene NAME…] lists words of the window that a translator never sees
wheels   | @ packaging/wheels.py                                           | are there wheels of every pinned package for Windows and macOS?
hooks    | @ -m pip install --quiet pre-commit && .venv/bin/pre-commit install | lint and types before each commit, if wanted
build    | bash packaging/build.sh                                         | the bundle, a .deb and a .tar.xz, checked
bundle   | bash packaging/build.sh --bundle                                | the bundle alone
local    | bash packaging/build.sh --local                                 | [--bundle] the same for the second package, which makes photographs on this computer
portrait | @ packaging/first_portrait.py                                   | MODEL [OUT.png] makes a portrait from real weights, and prints what to compare
offline  | bash packaging/prove_offline.sh                                 | installs and uses all packages on a bare Debian; as root
twice    | bash packaging/prove_same_twice.sh                              | builds twice and compares every byte
start    | @ packaging/first_paint.py                                      | the bundle's start against the checkout's; needs a display
"

trim() {
  local text=$1
  text=${text#"${text%%[! ]*}"}
  printf '%s' "${text%"${text##*[! ]}"}"
}

wanted=${1-}
while IFS='|' read -r name command what; do
  name=$(trim "$name")
  [ -n "$name" ] || continue
  if [ -z "$wanted" ]; then
    printf '%-9s %s\n' "$name" "$(trim "$what")"
  elif [ "$name" = "$wanted" ]; then
    found=$(trim "$command")
  fi
done <<<"$table"
[ -n "$wanted" ] || exit 0
[ -n "${found-}" ] || fail "There is no command $wanted; bash packaging/dev.sh lists them."
shift

# The bash scripts install what they need on their own.
case $found in
bash*) ;;
*)
  ensure_packages "${runtime_packages[@]}"
  ensure_environment "[dev]"
  ;;
esac
found=${found//@/.venv/bin/python}
say "+ $found${*:+ ${*@Q}}"
eval "$found"' "$@"'
