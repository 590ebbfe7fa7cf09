# shellcheck shell=bash
# Functions that the scripts share: find what is missing on this computer, and install only that.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv

# Debian packages that Qt, its xcb and wayland plugins and its fonts need. shared-mime-info is listed because it
# depends on libglib-2.0, whose own package has another name in each release.
# shellcheck disable=SC2034 # used by run.sh and test.sh
runtime_packages=(
  libegl1 libgl1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0
  libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libfontconfig1 libdbus-1-3 libwayland-cursor0
  libwayland-egl1 fontconfig fonts-dejavu-core shared-mime-info
)

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Print the path of a Python that can run the program and make a virtual environment; fail if there is none.
find_python() {
  local candidate
  for candidate in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Print the names of those of the given Debian packages that are not installed.
missing_packages() {
  local installed package
  installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qx "installed $package" <<<"$installed" || printf '%s\n' "$package"
  done
}

# Install those of the given Debian packages that are missing. On other systems, do nothing.
ensure_packages() {
  command -v dpkg-query >/dev/null || return 0
  find_python >/dev/null || set -- python3 python3-venv "$@"
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0

  local install=(env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}")
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    as_root=(sudo)
    # Without a terminal, sudo cannot ask for a password.
    if ! command -v sudo >/dev/null || ! { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      fail "Some packages are missing. As root, run: apt-get update && apt-get install -y ${missing[*]}"
    fi
  fi
  say "Installing ${missing[*]}"
  # The package lists are updated only if the installation fails, because they are missing or too old.
  "${as_root[@]}" "${install[@]}" >/dev/null 2>&1 && return
  "${as_root[@]}" apt-get -q update >&2
  "${as_root[@]}" "${install[@]}" >&2
}

# Install the program into the checkout's environment, with the extras $1, which may be empty. The environment is
# kept until pyproject.toml changes or the checkout moves.
ensure_environment() {
  local extras=$1 state python
  state=$(printf '%s\n' "$root" | cat - "$root/pyproject.toml" | sha256sum)
  # An environment with extras also serves a caller that needs no extras.
  if [ "$(cat "$venv/.installed$extras" 2>/dev/null)" = "$state" ] && "$venv/bin/python" -c '' 2>/dev/null; then
    return
  fi
  if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python) || fail "Python 3.11 or newer, with its venv module, is needed."
    say "Creating $venv"
    "$python" -m venv --clear "$venv"
  fi
  say "Installing Python packages"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --editable "$root$extras" >&2
  printf '%s\n' "$state" | tee "$venv/.installed$extras" >"$venv/.installed"
}
