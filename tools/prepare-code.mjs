// Runs a bundled command on the examples and writes the code that V8 has compiled meanwhile beside it, for the launcher to load.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

const [file] = process.argv.slice(2);
const root = join(dirname(file), '..', '..');
const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'latin1')}\n})`;
const script = new vm.Script(source, { filename: file });
const loaded = { exports: {} };
script.runInThisContext()(loaded.exports, createRequire(file), loaded, file, dirname(file));

// What the commands print is of no interest here.
process.stdout.write = () => true;
for (const command of ['admit', 'check', 'preview']) {
  process.argv = [
    process.argv[0],
    file,
    command,
    ...(command === 'admit' ? ['--object', '-o', 'jsonl'] : []),
    join(root, 'examples', 'nginx.yaml'),
    join(root, 'examples', 'shop', 'web.yaml'),
  ];
  await loaded.exports.main({
    url: pathToFileURL(join(root, 'dist', 'cli.js')),
    importModule: () => Promise.reject(new Error('nothing to import')),
  });
  if (process.exitCode === 3) break;
}
if (process.exitCode !== 3) {
  const cache = `${file}.${process.versions.v8}`;
  writeFileSync(`${cache}.new`, script.createCachedData());
  renameSync(`${cache}.new`, cache);
  process.exitCode = 0;
}
