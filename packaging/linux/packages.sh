# shellcheck shell=bash
# The packages, from the bundle that build.sh made. It also names root, venv, build, dist and SOURCE_DATE_EPOCH.
# shellcheck disable=SC2154,SC2034

maintainer='The Portrait Studio authors <authors@portrait-studio.invalid>'
deb=
tarball=
arch=$(uname -m)

# Everything a desktop looks at, below $1/: menu entry, description, icons, manual page.
lay_out_desktop_files() {
  local share=$1 version=$2 date linux=$root/packaging/linux
  date=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%F)
  rm -rf "$share"
  mkdir -p "$share/applications" "$share/metainfo" "$share/icons" "$share/man/man1"
  cp "$linux/portrait-studio.desktop" "$share/applications/"
  cp -R "$build/prepared/hicolor" "$share/icons/"
  sed "s/@VERSION@/$version/; s/@DATE@/$date/" "$linux/portrait-studio.metainfo.xml" \
    >"$share/metainfo/portrait-studio.metainfo.xml"
  "$venv/bin/python" "$linux/options.py" <"$linux/portrait-studio.1" | sed "s/@VERSION@/$version/; s/@DATE@/$date/" |
    gzip -9n >"$share/man/man1/portrait-studio.1.gz"
}

# A Debian package: the bundle under /opt, and links to it. $2 is the oldest glibc that it runs on.
make_deb() {
  local version=$1 glibc=$2 tree=$build/deb doc
  deb=$dist/portrait-studio_${version}-1_$(dpkg --print-architecture).deb
  doc=$tree/usr/share/doc/portrait-studio
  rm -rf "$tree"
  mkdir -p "$tree/DEBIAN" "$tree/opt" "$tree/usr/bin" "$doc" "$tree/usr/share/lintian/overrides"
  cp -R --preserve=mode,links "$dist/portrait-studio" "$tree/opt/"
  cp -R "$build/share/." "$tree/usr/share/"
  ln -s /opt/portrait-studio/portrait-studio "$tree/usr/bin/portrait-studio"
  cp "$build/prepared/LICENCES.txt" "$doc/copyright"
  gzip -9n <"$root/CHANGELOG.md" >"$doc/changelog.gz"
  printf 'portrait-studio (%s-1) stable; urgency=medium\n\n  * See changelog.gz.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")" |
    gzip -9n >"$doc/changelog.Debian.gz"
  cp "$root/packaging/linux/lintian-overrides" "$tree/usr/share/lintian/overrides/portrait-studio"
  find "$tree" -type d -exec chmod 755 {} +
  find "$tree" -type f -exec chmod u=rw,go=r {} +
  chmod 755 "$tree/opt/portrait-studio/portrait-studio"
  # Nothing is recommended: apt would go and fetch it, and an installation without a network would fail.
  cat >"$tree/DEBIAN/control" <<CONTROL
Package: portrait-studio
Version: $version-1
Architecture: $(dpkg --print-architecture)
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$tree/opt" "$tree/usr" | awk '{ kB += $1 } END { print kB }')
Depends: libc6 (>= $glibc), libgcc-s1, libstdc++6
Suggests: ca-certificates, fonts-dejavu-core, gnome-keyring | kwalletmanager | keepassxc
Section: graphics
Priority: optional
Description: make portraits from words, and keep every one of them
 A studio for artists. Type who you want to see, and the portrait appears in
 your library, where it stays with everything about how it was made.
 .
 The engine Sketch draws on this computer, offline and free. The engine
 Segmind makes photographic portraits in the cloud, with a key of your own.
CONTROL
  find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group -Zxz --build "$tree" "$deb" >&2
}

# For every other Linux: the same, with a script that installs it for one user.
make_tarball() {
  local version=$1 name=portrait-studio-$1-linux-$arch tree
  tree=$build/tarball/$name
  tarball=$dist/$name.tar.xz
  rm -rf "$build/tarball"
  mkdir -p "$tree"
  cp -R --preserve=mode,links "$dist/portrait-studio" "$tree/"
  cp -R "$build/share" "$tree/share"
  cp "$build/prepared/LICENCES.txt" "$root/CHANGELOG.md" "$tree/"
  install -m 755 "$root/packaging/linux/install.sh" "$tree/install.sh"
  # A fixed number of threads: it decides where xz begins its blocks.
  tar --directory "$build/tarball" --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w \
    --mtime="@$SOURCE_DATE_EPOCH" --create "$name" | xz --threads=2 >"$tarball"
}
