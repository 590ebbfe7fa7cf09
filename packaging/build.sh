#!/usr/bin/env bash
# Builds the installable files for Linux from a checkout: dist/portrait-studio (the bundle), a .deb and a .tar.xz.
#   build.sh                    builds and checks everything
#   build.sh --bundle           builds only the bundle, and runs its selftest
#   build.sh --local [--bundle] the same for the second package, dist/portrait-studio-local, which makes pictures on
#                               this computer
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

package=portrait-studio
bundle_mb=172
deb_mb=48
prepared=$root/build/prepared
extras="[bundle]"
if [ "${1-}" = --local ]; then
  shift
  package=portrait-studio-local
  bundle_mb=170
  deb_mb=40
  prepared=$root/build/prepared-local
  extras="[bundle,local]"
fi
build=$root/build
dist=$root/dist
venv=$build/venv

ensure_packages "${runtime_packages[@]}" binutils patchelf libgssapi-krb5-2
# To get identical files each time, fix the libraries' versions and the order of sets, and use the commit's time.
export PIP_CONSTRAINT=$root/packaging/constraints.txt PYTHONHASHSEED=1
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)
export SOURCE_DATE_EPOCH
mkdir -p "$build" "$dist"
ensure_environment "$extras"
# PyInstaller copies the standard library of this Python, so Python's shared library must exist.
"$venv/bin/python" -c 'import PyInstaller.depend.bindepend as b, sys; sys.exit(b.get_python_library_path() is None)' ||
  fail "This Python was built without a shared library: install libpython3-dev, or another Python."
version=$("$venv/bin/python" -c 'import portrait_app; print(portrait_app.__version__)')

# The files of the other package stay, so that both can be tried together.
rm -rf "$build/work/$package" "$dist/$package" "$dist/$package.glibc" "$dist/${package}_"*.deb "$dist/$package"-[0-9]*.tar.xz

say "== bundle"
"$venv/bin/python" -m PyInstaller --noconfirm --clean --log-level WARN \
  --workpath "$build/work" --distpath "$dist" "packaging/$package.spec" >&2
"$venv/bin/python" packaging/bundle/finish.py "$dist/$package" "$bundle_mb"

say "== selftest of the bundle"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
env -i PATH=/usr/bin:/bin HOME="$scratch" "$dist/$package/$package" --selftest
[ "${1-}" != --bundle ] || exit 0

say "== packages"
ensure_packages desktop-file-utils appstream lintian xz-utils
# shellcheck source=packaging/linux/packages.sh
. packaging/linux/packages.sh
lay_out_share "$build/share" "$version"
make_deb "$version" "$(cat "$dist/$package.glibc")"
make_tarball "$version"

say "== checks"
if [ -d "$build/share/applications" ]; then
  desktop-file-validate "$build/share/applications/portrait-studio.desktop"
  # The tool wants a name that begins with a domain, but this project has no domain.
  appstreamcli validate --no-net --override=cid-desktopapp-is-not-rdns=info "$build/share/metainfo/portrait-studio.metainfo.xml" >&2
fi
lintian --fail-on error,warning --tag-display-limit 0 "$deb" >&2
du --apparent-size --block-size=kB "$deb" "$tarball"
[ "$(stat -c %s "$deb")" -le $((deb_mb * 1000 * 1000)) ] || fail "The .deb is larger than $deb_mb MB."
(cd "$dist" && sha256sum -- *.deb *.tar.xz | tee SHA256SUMS)
