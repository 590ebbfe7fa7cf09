#!/usr/bin/env bash
# Runs every check and every test, after installing missing packages on a Debian system. Arguments go to pytest.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

# The tests expect the font of fonts-dejavu-core, which is one of the runtime packages.
ensure_packages "${runtime_packages[@]}" dbus-daemon gnome-keyring xvfb libimage-exiftool-perl imagemagick locales tzdata
ensure_environment "[dev]"

failed=()
check() {
  local name=$1
  shift
  printf '== %s\n' "$name"
  "$@" || failed+=("$name")
}

check "ruff check" "$venv/bin/ruff" check
check "ruff format" "$venv/bin/ruff" format --check
check "mypy" "$venv/bin/mypy"
# The program's own code, as Windows and macOS would read it; what is for another system is not reached there.
for platform in win32 darwin; do
  check "mypy for $platform" "$venv/bin/mypy" --platform "$platform" --no-warn-unreachable --package portrait_app
done
check "lint-imports" "$venv/bin/lint-imports"
# The tests get a D-Bus session of their own, so that no test can reach the developer's session.
session=()
if command -v dbus-run-session >/dev/null; then session=(dbus-run-session --); fi
# All tests together are faster in parallel, because many only wait. A few named tests start faster alone.
[ $# -gt 0 ] || set -- --numprocesses=auto --maxprocesses=4 --dist=worksteal
check "pytest" env QT_QPA_PLATFORM=offscreen "${session[@]}" "$venv/bin/python" -m pytest "$@"

[ ${#failed[@]} = 0 ] || fail "Failed: $(IFS=, && printf '%s' "${failed[*]}")"
