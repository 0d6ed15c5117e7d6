// Starts the language server named on the command line, asks `initialize` and checks what it says it can do.
import { spawn } from 'node:child_process';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

const [server] = process.argv.slice(2);
const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
connection.listen();
const { capabilities } = await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
await connection.sendRequest('shutdown');
await connection.sendNotification('exit');
const missing = ['hoverProvider', 'completionProvider', 'codeActionProvider'].filter((name) => !capabilities[name]);
if (missing.length > 0) {
  console.error(`the packaged server lacks ${missing.join(', ')}`);
  process.exit(1);
}
console.log('the packaged server answers');
