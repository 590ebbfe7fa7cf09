#!/usr/bin/env bash
# Opens Portrait Studio, after installing missing packages on a Debian system.
#   run.sh [--with-local] [options of the program]   --with-local also installs what makes photographs on this
#                                                    computer (pip's extra "local", 85 MB)
#   run.sh --demo [OUT.png [options]]   makes one portrait on a virtual screen and saves a screenshot of the window
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Run the program as for a new user: with a screen and an empty home, and nothing else of this computer.
demo() {
  local out=$root/screenshots/demo.png scratch display server
  if [ -n "${1-}" ] && [ "${1#-}" = "$1" ]; then
    out=$1
    shift
  fi
  scratch=$(mktemp -d)
  # shellcheck disable=SC2064 # expand the variable now
  trap "rm -rf '$scratch'" EXIT
  mkdir -m 700 "$scratch/runtime"
  mkdir -p "$(dirname "$out")"

  mkfifo "$scratch/display"
  Xvfb -displayfd 3 -screen 0 2560x1600x24 -nolisten tcp -noreset 3>"$scratch/display" 2>"$scratch/xvfb.log" &
  server=$!
  # shellcheck disable=SC2064 # expand the variables now
  trap "kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf '$scratch'" EXIT
  read -r -t 30 display <"$scratch/display" || fail "The virtual screen did not start: $(cat "$scratch/xvfb.log")"

  # An address without a bus behind it: with no address at all, Qt would start a bus that outlives this script.
  env -u WAYLAND_DISPLAY -u SEGMIND_API_KEY -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u XDG_CACHE_HOME -u XDG_STATE_HOME \
    HOME="$scratch" XDG_RUNTIME_DIR="$scratch/runtime" DBUS_SESSION_BUS_ADDRESS="unix:path=$scratch/no-bus" \
    DISPLAY=":$display" QT_QPA_PLATFORM=xcb \
    "$venv/bin/python" "$root/main.py" --demo "$out" "$@"
  say "The window is in $out"
}

extras=
if [ "${1-}" = --with-local ]; then
  shift
  extras="[local]"
fi

if [ "${1-}" = --demo ]; then
  shift
  ensure_packages "${runtime_packages[@]}" xvfb
  ensure_environment "$extras"
  demo "$@"
  exit
fi

if [ "$(uname)" = Linux ] && [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}${QT_QPA_PLATFORM-}" ]; then
  fail "There is no display to open a window on; to see one, run: bash packaging/run.sh --demo OUT.png"
fi
ensure_packages "${runtime_packages[@]}"
ensure_environment "$extras"
exec "$venv/bin/python" "$root/main.py" "$@"
