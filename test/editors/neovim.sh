#!/usr/bin/env bash
# Drives the language server with Neovim as a user would: open, read diagnostics, edit, hover, complete.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v nvim >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends neovim >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp test/editors/fixture.yaml "$work/fixture.yaml"
SERVER="${DRYDOCK:-$PWD/dist/cli.js}" REPORT="$work/report" timeout 120 nvim --headless --clean "$work/fixture.yaml" -c 'luafile test/editors/neovim.lua' || true
cat "$work/report"
tail -n 1 "$work/report" | grep -qx 'all as expected'
