#!/usr/bin/env bash
# Packages the VS Code extension and checks that the server inside it starts and answers.
set -euo pipefail
cd "$(dirname "$0")/../../vscode-extension"
npm ci --no-fund --no-audit --silent
npm run --silent check
npm run --silent package
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
python3 -m zipfile -e drydock.vsix "$unpacked" 2>/dev/null || unzip -q drydock.vsix -d "$unpacked"
node ../test/editors/initialize.mjs "$unpacked/extension/server/dist/language-server.js"
