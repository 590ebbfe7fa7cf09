#!/bin/sh
# Installs Portrait Studio for you alone; no root is needed, and no network.
#   ./install.sh               install, or replace an older version
#   ./install.sh --uninstall   remove the program; your pictures and settings stay
set -eu

here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
bin=$HOME/.local/bin
program=$HOME/.local/opt/portrait-studio
entry=$share/applications/portrait-studio.desktop

desktop_has_news() {
  if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$share/applications" || true; fi
  if [ -d "$share/icons/hicolor" ]; then touch "$share/icons/hicolor"; fi
}

remove() {
  rm -rf "$program"
  rm -f "$bin/portrait-studio" "$entry" "$share/metainfo/portrait-studio.metainfo.xml" \
    "$share/man/man1/portrait-studio.1.gz" "$share/icons/hicolor"/*/apps/portrait-studio.png \
    "$share/icons/hicolor/scalable/apps/portrait-studio.svg"
  # Folders that were made for it, where nothing else is in them.
  for folder in "$share/icons/hicolor"/*/apps "$share/icons/hicolor"/* "$share/icons/hicolor" "$share/icons" \
    "$share/metainfo" "$share/man/man1" "$share/man" "$share/applications" "$bin" "$HOME/.local/opt"; do
    if [ -d "$folder" ]; then rmdir "$folder" 2>/dev/null || true; fi
  done
}

if [ "${1-}" = --uninstall ]; then
  remove
  desktop_has_news
  echo "Portrait Studio has been removed. Your files stay: pictures in $share/portrait-studio,"
  echo "settings in ${XDG_CONFIG_HOME:-$HOME/.config}/portrait-studio, logs in ${XDG_STATE_HOME:-$HOME/.local/state}/portrait-studio."
  exit
elif [ $# != 0 ]; then
  echo "usage: $0 [--uninstall]" >&2
  exit 2
fi

# Beside the old one first, so that a full disk leaves that as it was.
mkdir -p "$HOME/.local/opt" "$bin" "$share/applications"
rm -rf "$program.new"
cp -R "$here/portrait-studio" "$program.new"
if ! "$program.new/portrait-studio" --version >/dev/null; then
  rm -rf "$program.new"
  echo "Portrait Studio does not run on this system: see the message above." >&2
  exit 1
fi
rm -rf "$program"
mv "$program.new" "$program"
ln -sf "$program/portrait-studio" "$bin/portrait-studio"
for folder in icons man metainfo; do
  mkdir -p "$share/$folder"
  cp -R "$here/share/$folder/." "$share/$folder/"
done
# The menu starts it by its full path: ~/.local/bin may not be searched.
quoted=$(printf '%s' "$program/portrait-studio" | sed 's/[\\"`$]/\\\\&/g; s/%/%%/g; s/[\\&|]/\\&/g')
sed "s|^Exec=portrait-studio|Exec=\"$quoted\"|" "$here/share/applications/portrait-studio.desktop" >"$entry"
desktop_has_news
echo "Portrait Studio is installed: it is in your menu under Graphics, and as $bin/portrait-studio."
