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
score admit --truth "$truth/real.jsonl" --cwd "$data" --min verdict=99.9 object=99.5 message=99
score admit --truth "$truth/mutated.jsonl" --cwd "$truth" --min verdict=99 decoding=100 object=99
score update --truth "$truth/updates.jsonl" --cwd "$truth" --min verdict=99 object=99
score admit --truth "$truth/psa.jsonl" --cwd "$truth" --setup "$truth/psa-setup.yaml" --min verdict=100 message=100
score preview --scenarios "$truth"/scenarios/* --min pass=75
npm run --silent corpora -- --data "$data/open" --min 100
