#!/usr/bin/env bash
# Proves that builds are reproducible: builds both packages of HEAD with build.sh in two clean checkouts at two
# places, and compares the results byte for byte.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for place in one another/place; do
  git clone --quiet "$root" "$scratch/$place"
  for what in "" --local; do
    # shellcheck disable=SC2086 # no option at all in the first turn
    bash "$scratch/$place/packaging/build.sh" $what >"$scratch/build.log" 2>&1 || fail "$(cat "$scratch/build.log")"
  done
done
diff -rq --no-dereference "$scratch/one/dist" "$scratch/another/place/dist" || fail "The two are not the same."
say "$(find "$scratch/one/dist/portrait-studio"* -type f | wc -l) files in both bundles, and all packages: the same."
