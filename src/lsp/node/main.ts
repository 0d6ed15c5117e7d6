import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { parseConfig } from '../../workspace/config.ts';
import { ruleIds } from '../../workspace/lint.ts';
import { packageRoot } from '../../workspace/schemas.ts';
import { serve } from '../server.ts';
import { createSession } from './create-session.ts';

// The language server over standard input and output: what `drydock lsp --stdio` and the VS Code extension start.

const connection = createConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));

serve(connection, {
  version: versionOf(packageRoot()),
  createSession: (settings) =>
    createSession(settings, (error, subject) => connection.console.error(`this is a bug in Drydock, met at ${subject}: ${String(error)}`)),
  checkConfiguration: (source, text) => parseConfig({ source, text }, ruleIds()).problems,
});

function versionOf(root: string): string {
  try {
    const { version }: { version?: unknown } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
