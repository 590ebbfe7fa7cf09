#!/usr/bin/env bash
# Proves that builds are reproducible: builds HEAD with build.sh in two clean checkouts at two places, and compares
# the results byte for byte.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for place in one another/place; do
  git clone --quiet "$root" "$scratch/$place"
  bash "$scratch/$place/packaging/build.sh" >"$scratch/build.log" 2>&1 || fail "$(cat "$scratch/build.log")"
done
diff -rq --no-dereference "$scratch/one/dist" "$scratch/another/place/dist" || fail "The two are not the same."
say "$(find "$scratch/one/dist/portrait-studio" -type f | wc -l) files in the bundle, and both packages: the same."
