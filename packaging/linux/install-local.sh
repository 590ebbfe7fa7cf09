#!/bin/sh
# Installs portrait-studio-local for you alone: what Portrait Studio needs to make photographs on this computer.
# No root is needed, and no network. Portrait Studio finds it at its next start.
#   ./install.sh               install, or replace an older version
#   ./install.sh --uninstall   remove it; your models and pictures stay
set -eu

here=$(cd "$(dirname "$0")" && pwd)
package=$HOME/.local/opt/portrait-studio-local

if [ "${1-}" = --uninstall ]; then
  rm -rf "$package"
  rmdir "$HOME/.local/opt" 2>/dev/null || true
  echo "portrait-studio-local has been removed. Your models and pictures stay."
  exit
elif [ $# != 0 ]; then
  echo "usage: $0 [--uninstall]" >&2
  exit 2
fi

# Beside the old one first, so that a full disk leaves that as it was.
mkdir -p "$HOME/.local/opt"
rm -rf "$package.new"
cp -R "$here/portrait-studio-local" "$package.new"
if ! "$package.new/portrait-studio-local" --version >/dev/null; then
  rm -rf "$package.new"
  echo "portrait-studio-local does not run on this system: see the message above." >&2
  exit 1
fi
rm -rf "$package"
mv "$package.new" "$package"
echo "portrait-studio-local is installed in $package."
