#!/usr/bin/env bash
# Writes pages with `drydock preview --html` as a user would and lays them out in Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium >/dev/null
  browser=$(command -v chromium)
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page() { # page NAME ARGUMENT...: what the run finds in the manifests is no matter here
  "${DRYDOCK:-dist/cli.js}" preview --quiet --html "$work/$1.html" "${@:2}" >/dev/null || [ $? -eq 1 ]
}
page rollout --against examples/rollout/1.yaml examples/rollout/2.yaml
page harbour --drain worker-1 examples/harbour
page crowded test/editors/crowded-page.yaml
echo '# nothing' >"$work/nothing.yaml"
page nothing "$work/nothing.yaml"
node test/editors/page-in-browser.mjs "$browser" "$work"/*.html
