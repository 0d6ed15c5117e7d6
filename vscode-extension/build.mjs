// Bundles the extension and puts the language server with its data beside it. Run `npm run build` at the top first.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (!existsSync(here('../dist/language-server.js'))) {
  console.error('dist/language-server.js is missing: run `npm run build` at the top first');
  process.exit(1);
}
await build({
  entryPoints: [here('src/extension.ts')],
  outfile: here('dist/extension.cjs'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  minify: true,
  logLevel: 'warning',
});
rmSync(here('server'), { recursive: true, force: true });
mkdirSync(here('server'), { recursive: true });
cpSync(here('../dist'), here('server/dist'), { recursive: true, filter: (path) => !path.includes('/dist/types') });
cpSync(here('../schemas'), here('server/schemas'), { recursive: true });
writeFileSync(here('server/package.json'), '{ "name": "drydock", "type": "module" }\n');
