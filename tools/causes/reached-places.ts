import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Makes the constructors of errors tell when they are called. */
const tellingErrors: Plugin = {
  name: 'telling-errors',
  setup({ onLoad }) {
    onLoad({ filter: /\/model\/field-error\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /(\): FieldError => )(\(?\{[^]*?\}\)?);\n/g,
        (_, head: string, body: string) => `${head}(globalThis.causeMade?.(), ${body.startsWith('(') ? body : `(${body})`});\n`,
      ),
      loader: 'ts',
    }));
  },
};

/** Modules that find files next to themselves find them from the bundle, too. */
const packsInPlace: Plugin = {
  name: 'packs-in-place',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/schema\/load\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(new URL(`file://${path}`).href)),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};

/** `file:line:column` of all calls below `folder` that were under way when fixtures made errors. */
export async function reachedPlaces(root: string, folder: string): Promise<ReadonlySet<string>> {
  const temporary = mkdtempSync(join(tmpdir(), 'causes-'));
  try {
    const bundle = join(temporary, 'ask-fixtures.mjs');
    await build({
      entryPoints: [join(root, 'tools', 'causes', 'ask-fixtures.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      sourcemap: 'external',
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      plugins: [tellingErrors, packsInPlace],
    });
    const places = JSON.parse(
      execFileSync(process.execPath, [bundle, join(root, 'test', 'validate'), join(root, 'test', 'apiserver', 'as-user')], {
        encoding: 'utf8',
        maxBuffer: 1024 ** 3,
      }),
    ) as string[];
    const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapPayload);
    return new Set(places.flatMap((place) => sourceOf(map, place, temporary).map((source) => relative(folder, source))));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** The place in its source file, whose path is absolute. */
function sourceOf(map: SourceMap, place: string, folder: string): string[] {
  const [line = 0, column = 0] = place.split(':').map(Number);
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry)) return [];
  return [`${resolve(folder, entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`];
}
