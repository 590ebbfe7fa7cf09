# shellcheck shell=bash
# The packages, from the bundle that build.sh made. build.sh names root, venv, build, dist, package, prepared and
# SOURCE_DATE_EPOCH.
# shellcheck disable=SC2154,SC2034

maintainer='The Portrait Studio authors <authors@portrait-studio.invalid>'
deb=
tarball=
arch=$(uname -m)
linux=$root/packaging/linux

# Everything a desktop looks at, below $1/: menu entry, description, icons, manual page. The second package has no
# window and no command, so it has none of that.
lay_out_share() {
  local share=$1 version=$2 date
  date=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%F)
  rm -rf "$share"
  mkdir -p "$share"
  [ "$package" = portrait-studio ] || return 0
  mkdir -p "$share/applications" "$share/metainfo" "$share/icons" "$share/man/man1"
  cp "$linux/portrait-studio.desktop" "$share/applications/"
  cp -R "$prepared/hicolor" "$share/icons/"
  sed "s/@VERSION@/$version/; s/@DATE@/$date/" "$linux/portrait-studio.metainfo.xml" \
    >"$share/metainfo/portrait-studio.metainfo.xml"
  "$venv/bin/python" "$linux/options.py" <"$linux/portrait-studio.1" | sed "s/@VERSION@/$version/; s/@DATE@/$date/" |
    gzip -9n >"$share/man/man1/portrait-studio.1.gz"
}

# A Debian package: the bundle under /opt, and a link to what is a command. $2 is the oldest glibc that it runs on.
make_deb() {
  local version=$1 glibc=$2 tree=$build/deb doc
  deb=$dist/${package}_${version}-1_$(dpkg --print-architecture).deb
  doc=$tree/usr/share/doc/$package
  rm -rf "$tree"
  mkdir -p "$tree/DEBIAN" "$tree/opt" "$doc" "$tree/usr/share/lintian/overrides"
  cp -R --preserve=mode,links "$dist/$package" "$tree/opt/"
  cp -R "$build/share/." "$tree/usr/share/"
  if [ -d "$build/share/applications" ]; then
    mkdir "$tree/usr/bin"
    ln -s "/opt/$package/$package" "$tree/usr/bin/$package"
  fi
  cp "$prepared/LICENCES.txt" "$doc/copyright"
  gzip -9n <"$root/CHANGELOG.md" >"$doc/changelog.gz"
  printf '%s (%s-1) stable; urgency=medium\n\n  * See changelog.gz.\n\n -- %s  %s\n' \
    "$package" "$version" "$maintainer" "$(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")" |
    gzip -9n >"$doc/changelog.Debian.gz"
  sed "s|@PACKAGE@|$package|g" "$linux/lintian-overrides" >"$tree/usr/share/lintian/overrides/$package"
  find "$tree" -type d -exec chmod 755 {} +
  find "$tree" -type f -exec chmod u=rw,go=r {} +
  chmod 755 "$tree/opt/$package/$package"
  {
    printf 'Package: %s\nVersion: %s-1\nArchitecture: %s\nMaintainer: %s\nInstalled-Size: %s\n' \
      "$package" "$version" "$(dpkg --print-architecture)" "$maintainer" \
      "$(du -sk --apparent-size "$tree/opt" "$tree/usr" | awk '{ kB += $1 } END { print kB }')"
    sed "s/@GLIBC@/$glibc/" "$linux/$package.control"
  } >"$tree/DEBIAN/control"
  find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group -Zxz --build "$tree" "$deb" >&2
}

# For every other Linux: the same, with a script that installs it for one user.
make_tarball() {
  local version=$1 name=$package-$1-linux-$arch tree
  tree=$build/tarball/$name
  tarball=$dist/$name.tar.xz
  rm -rf "$build/tarball"
  mkdir -p "$tree"
  cp -R --preserve=mode,links "$dist/$package" "$tree/"
  cp "$prepared/LICENCES.txt" "$root/CHANGELOG.md" "$tree/"
  if [ -d "$build/share/applications" ]; then
    cp -R "$build/share" "$tree/share"
    install -m 755 "$linux/install.sh" "$tree/install.sh"
  else
    install -m 755 "$linux/install-local.sh" "$tree/install.sh"
  fi
  # A fixed number of threads: it decides where xz begins its blocks.
  tar --directory "$build/tarball" --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w \
    --mtime="@$SOURCE_DATE_EPOCH" --create "$name" | xz --threads=2 >"$tarball"
}
