// Bundles dist/: cli.js with the command it loads, index.js (the library), language-server.js, and the declarations of the library in dist/types.
// `node tools/build.mjs` builds all; `--no-types` leaves the declarations out, which take most of the time.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { toAscii } from './ascii.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'linked',
  // Names stay, so that a stack trace in a bug report can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  // The ES module build, which can be taken apart.
  alias: { yaml: join(dirname(require.resolve('yaml/package.json')), 'browser/dist/index.js') },
  logLevel: 'warning',
  metafile: true,
};

const outputs = [...(await buildCommand()), ...(await buildModules())];
removeLeftovers(new Set(outputs.map((file) => join(root, file))));
if (!process.argv.includes('--no-types')) writeDeclarations();

/** The command: one CommonJS file, because only scripts can be loaded with prepared code, and the launcher that loads it. */
async function buildCommand() {
  const { metafile } = await build({
    ...common,
    format: 'cjs',
    // V8 keeps ASCII at a byte a character, and the launcher may read it so.
    charset: 'ascii',
    entryPoints: { drydock: 'src/cli/main.ts' },
    outdir: join(dist, 'chunks'),
    // The name tells the content, so that prepared code never meets another text.
    entryNames: '[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    define: { 'import.meta.url': '__bundleUrl' },
    // Scripts with prepared code cannot import.
    supported: { 'dynamic-import': false },
    banner: { js: "const __bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
  });
  const [bundle] = Object.keys(metafile.outputs).filter((file) => file.endsWith('.cjs'));
  const file = join(root, bundle);
  writeFileSync(file, toAscii(readFileSync(file, 'utf8')));
  const cache = prepareCode(file);
  const launcher = await build({
    ...common,
    format: 'esm',
    entryPoints: { cli: 'src/cli/launch.ts' },
    outdir: dist,
    define: { BUNDLE: JSON.stringify(`./chunks/${basename(bundle)}`) },
  });
  chmodSync(join(dist, 'cli.js'), 0o755);
  console.log(`dist/cli.js ${kilobytes(metafile.outputs[bundle].bytes)}`);
  return [...Object.keys(metafile.outputs), ...Object.keys(launcher.metafile.outputs), ...(cache ? [cache] : [])];
}

/** Runs the usual commands once and keeps what V8 has compiled for them. Without it the command only starts slower, so failing is no failure. */
function prepareCode(bundle) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/prepare-code.mjs'), bundle], { cwd: root, encoding: 'utf8' });
  if (status === 0) return `dist/chunks/${basename(bundle)}.${process.versions.v8}`;
  console.warn(`no code was prepared for ${basename(bundle)}: ${stderr}`);
  return undefined;
}

/** What is imported by others: ES modules that share chunks. */
async function buildModules() {
  const entries = { index: 'src/workspace/index.ts', 'language-server': 'src/lsp/node/main.ts' };
  const { metafile } = await build({
    ...common,
    format: 'esm',
    charset: 'utf8',
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file)))),
    outdir: dist,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Packages that are CommonJS ask for Node's modules by require.
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  });
  for (const name of Object.keys(entries)) {
    const output = metafile.outputs[`dist/${name}.js`];
    if (output) console.log(`dist/${name}.js ${kilobytes(output.bytes)}`);
  }
  return Object.keys(metafile.outputs);
}

function kilobytes(bytes) {
  return `${Math.ceil(bytes / 1024)} kB`;
}

/** Takes away chunks of an earlier build. They go after the new ones are there, so that a command started meanwhile still runs. */
function removeLeftovers(written) {
  const chunks = join(dist, 'chunks');
  for (const name of readdirSync(chunks)) if (!written.has(join(chunks, name))) rmSync(join(chunks, name));
}

/** Declarations of the library and of all it names. Types that do not check fail the build, for nothing else would notice on a user's machine. */
function writeDeclarations() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => readFileSync(file, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ['src/workspace/index.ts'] }, ts.sys, root);
  const program = ts.createProgram([join(root, 'src/workspace/index.ts')], {
    ...options,
    types: ['node'],
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rewriteRelativeImportExtensions: true,
    rootDir: join(root, 'src'),
    outDir: join(dist, 'types'),
  });
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    console.error(
      ts.formatDiagnostics(problems, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }),
    );
    process.exitCode = 1;
  }
}
