import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { createEditorSession } from '../../workspace/create-editor-session.ts';
import { DEFAULT_RELEASE, loadDocumentation, loadSchemas, packageRoot, parseRelease } from '../../workspace/schemas.ts';
import { createSimulation } from '../../workspace/simulation.ts';
import { serve } from '../server.ts';

// The language server over standard input and output: what `drydock lsp --stdio` and the VS Code extension start.

const connection = createConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));

serve(connection, {
  version: versionOf(packageRoot()),
  createSession({ kubernetesVersion = DEFAULT_RELEASE }) {
    const registry = loadSchemas(parseRelease(kubernetesVersion) ?? DEFAULT_RELEASE);
    return createEditorSession({
      simulation: createSimulation({ registry }),
      lint: { registry, rules: {} },
      sources: { registry, registryOf: loadSchemas, documentation: loadDocumentation() },
      onBug: (error, subject) => connection.console.error(`this is a bug in Drydock, met at ${subject}: ${String(error)}`),
    });
  },
});

function versionOf(root: string): string {
  try {
    const { version }: { version?: unknown } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
