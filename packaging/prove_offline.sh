#!/usr/bin/env bash
# Proves that the packages of build.sh install and work on a minimal Debian without a network.
#   [SUITE=trixie] prove_offline.sh [FOLDER]   saves screenshots in FOLDER (default: screenshots/offline)
#
# First, a minimal system is made; this needs the network and root, and is done once. Everything after that happens
# in that system, with loopback as the only network. The .deb is installed and started from its menu entry, as an
# ordinary user on a virtual screen. The program makes a portrait with Sketch, quits, starts again, and is removed.
# Then the same is done with the .tar.xz. With the packages of build.sh --local, the second package is installed
# beside the first, which must then make a picture with it, from a small model of random weights.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

pictures=${1:-$root/screenshots/offline}
suite=${SUITE:-bookworm}
base=$root/build/debian-$suite
home=/home/artist
library=$home/.local/share/portrait-studio/library
[ "$(id -u)" = 0 ] || fail "This makes a system of its own, which takes root: sudo bash packaging/prove_offline.sh"
deb=$(find "$root/dist" -name 'portrait-studio_*.deb' 2>/dev/null || true)
tarball=$(find "$root/dist" -name 'portrait-studio-[0-9]*.tar.xz' 2>/dev/null || true)
local_deb=$(find "$root/dist" -name 'portrait-studio-local_*.deb' 2>/dev/null || true)
local_tarball=$(find "$root/dist" -name 'portrait-studio-local-[0-9]*.tar.xz' 2>/dev/null || true)
if [ ! -f "$deb" ] || [ ! -f "$tarball" ]; then fail "There are no packages yet: bash packaging/build.sh"; fi
if [ ! -f "$local_deb" ] || [ ! -f "$local_tarball" ]; then
  fail "The second package is missing: bash packaging/build.sh --local"
fi
ensure_packages debootstrap debian-archive-keyring xvfb xdotool imagemagick iproute2 x11-utils
mkdir -p "$pictures"
pictures=$(cd "$pictures" && pwd)

# What every desktop has: a font, certificates, xz, and the tables for composed letters, which Qt reads as soon as a
# text field has the focus. The system has no Qt, GL, D-Bus or Python, and no libraries of X11.
if [ ! -e "$base/complete" ]; then
  say "== a minimal Debian, $suite"
  rm -rf "$base"
  debootstrap --variant=minbase --include=fonts-dejavu-core,fontconfig-config,ca-certificates,xz-utils,libx11-data \
    "$suite" "$base" >"$root/build/debootstrap.log" 2>&1 || fail "See build/debootstrap.log"
  chroot "$base" useradd --create-home --shell /bin/sh artist
  touch "$base/complete"
fi

system=$(mktemp -d)
server=
program=
end() {
  [ -z "$program" ] || kill "$program" 2>/dev/null || true
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf --one-file-system "$system"
}
trap end EXIT

mkfifo "$system/display"
Xvfb -displayfd 3 -screen 0 1600x1000x24 -ac -nolisten tcp -noreset 3>"$system/display" 2>"$system/xvfb.log" &
server=$!
read -r -t 30 display <"$system/display" || fail "The virtual screen did not start: $(cat "$system/xvfb.log")"
export DISPLAY=:$display

# Run a command as a user in the minimal system, without a network. Its mounts and processes end with it.
inside() {
  local user=$1
  shift
  # shellcheck disable=SC2016 # the inner shell expands the variables
  unshare --mount --net --pid --fork --kill-child sh -c '
    set -e
    system=$1 user=$2 home=$3
    shift 3
    ip link set lo up
    mount -t proc proc "$system/proc"
    mkdir -p "$system/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$system/tmp/.X11-unix"
    exec chroot --userspec="$user" "$system" /usr/bin/env -i HOME="$home" DISPLAY="$DISPLAY" LANG=C.UTF-8 \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
  ' inside "$system/root" "$user" "$home" "$@"
}

fresh_system() {
  rm -rf --one-file-system "$system/root"
  cp -a "$base" "$system/root"
}

# List all files of the system, except those in which package tools record their own work.
all_files() {
  (cd "$system/root" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./var/lib/dpkg -o -path ./var/cache \
    -o -path ./var/log -o -path ./var/lib/apt -o -path ".$home/.cache/fontconfig" \) -prune \
    -o ! -type d -print | sort)
}

# Repeat a command until it succeeds, for up to a minute.
until_true() {
  local tries
  for tries in $(seq 240); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.25
  done
  import -window root "$pictures/failed.png"
  fail "Timed out waiting for: $* ($tries tries; see $pictures/failed.png and $system/program.log)"
}

window() { xdotool search --onlyvisible --name "Portrait Studio"; }
pictures_kept() { find "$system/root$library/pictures" -type f 2>/dev/null | wc -l; }
one_is_kept() { [ "$(pictures_kept)" = 1 ]; }
window_has_settled() {
  local now
  now=$(import -window root -depth 8 rgb:- | sha256sum)
  sleep 0.5
  [ "$now" = "$(import -window root -depth 8 rgb:- | sha256sum)" ]
}
program_has_ended() { ! kill -0 "$program"; }

# Start the program as if the user had chosen it in the menu.
start() {
  local entry=$1 command
  command=$(sed -n 's/^Exec=//p' "$system/root$entry" | sed 's/ %F$//')
  say "   starting: $command"
  inside artist:artist sh -c "exec $command" >"$system/program.log" 2>&1 &
  program=$!
  until_true window
  xdotool windowfocus --sync "$(window | head -n 1)"
  until_true window_has_settled
}

quit() {
  xdotool key ctrl+q
  until_true program_has_ended
  wait "$program" || fail "It ended with code $?: $(cat "$system/program.log")"
  program=
  [ ! -s "$system/program.log" ] || fail "It complained: $(cat "$system/program.log")"
}

# Make a portrait, and check that it is still there after a restart.
use() {
  local name=$1 entry=$2 file
  start "$entry"
  import -window root "$pictures/$name-1-first-start.png"
  xdotool key ctrl+Return
  until_true one_is_kept
  until_true window_has_settled
  import -window root "$pictures/$name-2-portrait.png"
  file=$(find "$system/root$library/pictures" -type f)
  sum=$(sha256sum "$file")
  quit
  start "$entry"
  import -window root "$pictures/$name-3-still-there.png"
  quit
}

# Check that libraries of all older versions open, migrated and with a backup, and that a newer one is refused.
open_other_versions() {
  local code newest database version folder=$system/root$home/other
  newest=$(printf '%s\n' "$root"/tests/fixtures/library-v*.db | sort -V | tail -n 1)
  for database in "$root"/tests/fixtures/library-v*.db; do
    [ "$database" != "$newest" ] || continue
    version=${database##*-}
    put_library "$database" "$folder"
    code=0
    check_library "$folder" || code=$?
    # 1 is expected: only the libraries' databases are here, so the check reports missing pictures
    [ $code -le 1 ] || fail "$version: $(cat "$system/check.log")"
    compgen -G "$folder/backups/library-*-$version" >/dev/null || fail "There is no backup of $version."
    [ "$(version_of "$folder/library.db")" = "$(version_of "$newest")" ] || fail "$version was not brought up to date."
    say "   a library of ${version%.db}: brought up to date, with a backup"
  done
  put_library "$newest" "$folder"
  printf '\0\0\377\377' | dd of="$folder/library.db" bs=1 seek=60 conv=notrunc status=none
  sum=$(sha256sum "$folder/library.db")
  code=0
  check_library "$folder" || code=$?
  sha256sum --check --quiet <<<"$sum" || fail "A newer library has been changed."
  [ $code = 2 ] || fail "A newer library: $(cat "$system/check.log")"
  say "   a newer library: $(head -n 1 "$system/check.log")"
  rm -rf "$folder"
}

put_library() {
  rm -rf "$2"
  mkdir "$2"
  cp "$1" "$2/library.db"
  chown -R "$(stat -c %u:%g "$system/root$home")" "$2"
}

check_library() {
  inside artist:artist portrait-studio --library "${1#"$system/root"}" --check >"$system/check.log" 2>&1
}

# Print the schema version of a database, which is in the four bytes at offset 60.
version_of() { od -An -tx1 -j60 -N4 "$1"; }

# Check that the removal left only the user's own files, and that these are unchanged.
look_after_removal() {
  local before=$1 left
  left=$(comm -13 <(printf '%s\n' "$before") <(all_files))
  say "   left behind, only the user's own files:"
  printf '%s\n' "$left" | sed 's/^/     /' >&2
  if grep -v -E "^\./home/artist/\.(local/share/portrait-studio/library|config/portrait-studio|local/state/portrait-studio/log)/" \
    <<<"$left"; then
    fail "That should not have been left."
  fi
  sha256sum --check --quiet <<<"$sum" || fail "The portrait has changed."
}

# Install a .deb as root, without a network.
install_deb() {
  cp "$1" "$system/root/root/package.deb"
  inside root:root apt-get -q install -y /root/package.deb >"$system/apt.log" 2>&1 || fail "$(cat "$system/apt.log")"
  rm "$system/root/root/package.deb"
}

# Unpack a .tar.xz and run its script as the user.
install_tarball() {
  cp "$1" "$system/root/tmp/package.tar.xz"
  # shellcheck disable=SC2016 # the inner shell expands $1
  inside artist:artist sh -c 'mkdir "/tmp/$1" && tar -xf /tmp/package.tar.xz -C "/tmp/$1" && sh /tmp/"$1"/*/install.sh' \
    sh "$2" >&2
  rm "$system/root/tmp/package.tar.xz"
}

# Check the line about the second package in the program's own test.
expect_local() {
  local program=$1 words=$2 line
  line=$( (inside artist:artist "$program" --selftest || true) | grep 'This computer')
  say "   $line"
  grep -q -- "$words" <<<"$line" || fail "Expected: $words"
}

say "== the .deb"
fresh_system
before=$(all_files)
install_deb "$deb"
inside artist:artist portrait-studio --selftest
expect_local portrait-studio "not installed"
open_other_versions
use deb /usr/share/applications/portrait-studio.desktop
say "== the second package's .deb"
install_deb "$local_deb"
inside artist:artist /opt/portrait-studio-local/portrait-studio-local --selftest
expect_local portrait-studio "random weights, /opt/portrait-studio-local"
inside root:root apt-get -q purge -y portrait-studio portrait-studio-local >"$system/apt.log" 2>&1 ||
  fail "$(cat "$system/apt.log")"
look_after_removal "$before"

say "== the .tar.xz"
fresh_system
before=$(all_files)
install_tarball "$tarball" program
# shellcheck disable=SC2016 # the inner shell expands $HOME
inside artist:artist sh -c '"$HOME/.local/bin/portrait-studio" --selftest'
use tarball "$home/.local/share/applications/portrait-studio.desktop"
say "== the second package's .tar.xz"
install_tarball "$local_tarball" local
expect_local "$home/.local/bin/portrait-studio" "random weights, $home/.local/opt/portrait-studio-local"
echo 0.0.1 >"$system/root$home/.local/opt/portrait-studio-local/version.txt"
expect_local "$home/.local/bin/portrait-studio" "FAILED.*has version 0.0.1"
inside artist:artist sh -c 'sh /tmp/local/*/install.sh --uninstall && sh /tmp/program/*/install.sh --uninstall' >&2
look_after_removal "$before"

say "All install, work and go without a network. The screen at each step: $pictures"
