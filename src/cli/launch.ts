#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vm from 'node:vm';
import type { main } from './main.ts';

/** File name of the bundled command beside this file; the build sets it. */
declare const BUNDLE: string;

// What `drydock` runs: loads the bundle with the machine code that the build has prepared for this version of V8, so that nothing is compiled at start-up.
// For another version Node's own compile cache steps in where there is one.

interface Bundle {
  readonly main: typeof main;
}

function load(): Bundle {
  const file = fileURLToPath(new URL(BUNDLE, import.meta.url));
  const require = nodeModule.createRequire(file);
  const cache = `${file}.${process.versions.v8}`;
  if (!existsSync(cache)) {
    if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache();
    return require(file) as Bundle;
  }
  // The bundle is ASCII, so a byte is a character.
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'latin1')}\n})`;
  const script = new vm.Script(source, { filename: file, cachedData: readFileSync(cache) });
  const loaded: { exports: Bundle } = { exports: { main: () => Promise.resolve() } };
  script.runInThisContext()(loaded.exports, require, loaded, file, dirname(file));
  return loaded.exports;
}

await load().main({ url: new URL(import.meta.url), importModule: (url) => import(url) });
