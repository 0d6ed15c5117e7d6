import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineCommand } from '../command.ts';

/** `drydock lsp`: the language server, on standard input and output. */
export const lsp = defineCommand({
  name: 'lsp',
  usage: '--stdio',
  description: ['Runs the language server over standard input and output, for editors to start.'],
  options: [{ name: 'stdio', type: 'flag', help: 'Talk over standard input and output (the only way there is).' }],
  examples: [{ command: 'drydock lsp --stdio', does: 'What an editor runs.' }],
  async run({ entry }) {
    // The server stands beside the command, bundled or not; it ends the process itself when the editor says so.
    const server = ['./language-server.js', '../lsp/node/main.ts']
      .map((path) => new URL(path, entry.url))
      .find((url) => existsSync(fileURLToPath(url)));
    if (!server) return { message: 'the language server is not built' };
    await entry.importModule(server.href);
    return new Promise(() => {});
  },
});
