#!/usr/bin/env bash
# Parity over the open truth, where it is at hand: measures and holds the figures that are reached.
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${DRYDOCK_SHARED:-../shared}
if [ ! -f "$shared/score/score.mjs" ]; then
  echo "the open truth is not here: parity over it was not measured"
  exit 0
fi
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
"$shared/unpack.sh" "$data" >/dev/null
truth=$data/open/truth
score() { node "$shared/score/score.mjs" "$@" --tool "node $PWD/dist/cli.js" | tail -n 12; }
score admit --truth "$truth/real.jsonl" --cwd "$data" --min verdict=98.6
score admit --truth "$truth/mutated.jsonl" --cwd "$truth" --min decoding=97
