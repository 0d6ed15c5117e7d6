// Measures agreement with a real control plane over unpacked truth files and writes docs/agreement.md.
// usage: npm run agreement -- --shared DIR --data DIR     (DIR of the score tool and truth; where the truth is unpacked)
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { readAdjudications } from './corpora/adjudications.ts';
import { corporaTable } from './corpora/corpora-table.ts';
import { CORPORA } from './corpora/corpora.ts';
import { measure as measureCorpus } from './corpora/measure.ts';

interface Score {
  readonly n: number;
  readonly [column: string]: number | string | null;
}

interface Report {
  readonly score: Score;
  readonly kinds: Readonly<Record<string, Readonly<Record<string, { readonly ok: number; readonly n: number }>>>>;
}

interface Measurement {
  readonly title: string;
  readonly args: readonly string[];
  /** Columns of the score that the table shows. */
  readonly columns: readonly string[];
}

const { values } = parseArgs({
  options: {
    shared: { type: 'string', default: '../shared' },
    data: { type: 'string', default: '.agreement' },
    out: { type: 'string', default: 'docs/agreement.md' },
  },
});
const shared = resolve(values.shared);
const data = resolve(values.data);
const tool = `${process.execPath} ${resolve('dist/cli.js')}`;
const run = promisify(execFile);

if (!existsSync(join(shared, 'score', 'score.mjs'))) {
  console.log(`no score tool in ${values.shared}: agreement is not measured`);
  process.exit(0);
}
mkdirSync(data, { recursive: true });
if (!existsSync(join(data, 'open', 'truth', 'real.jsonl'))) await run(join(shared, 'unpack.sh'), [data]);

const truth = join(data, 'open', 'truth');
const ADMIT = ['verdict', 'falseAlarms', 'misses', 'causes', 'message', 'decoding', 'warnings', 'object', 'right'];
const admit = (title: string, file: string, cwd: string, ...more: string[]): Measurement => ({
  title,
  args: ['admit', '--truth', join(truth, file), '--cwd', cwd, ...more],
  columns: ADMIT,
});
const measurements: readonly Measurement[] = [
  admit('real manifests', 'real.jsonl', data),
  admit('mutated manifests', 'mutated.jsonl', truth),
  { title: 'updates', args: ['update', '--truth', join(truth, 'updates.jsonl'), '--cwd', truth], columns: ADMIT },
  ...['1.34', '1.35', '1.36'].map((release) =>
    admit(`mutated manifests at ${release}`, `v${release}/mutated.jsonl`, truth, '--tool', `${tool} --kubernetes-version ${release}`),
  ),
  {
    title: 'scenarios',
    args: ['preview', '--scenarios', ...scenarios()],
    columns: ['pass', 'verdict', 'set', 'object', 'status', 'scheduling', 'unschedulable'],
  },
];

function scenarios(): string[] {
  const directory = join(truth, 'scenarios');
  return readdirSync(directory)
    .sort()
    .map((name) => join(directory, name));
}

async function measure(measurement: Measurement): Promise<Report> {
  const json = join(data, 'report.json');
  const tools = measurement.args.includes('--tool') ? [] : ['--tool', tool];
  await run(process.execPath, [join(shared, 'score', 'score.mjs'), ...measurement.args, ...tools, '--json', json], { maxBuffer: 1 << 28 });
  return JSON.parse(readFileSync(json, 'utf8')) as Report;
}

const show = (value: unknown): string => (value === null || value === undefined ? '–' : String(value));
const row = (cells: readonly unknown[]): string => `| ${cells.map(show).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function kindTable(report: Report): string {
  const rows = Object.entries(report.kinds)
    .map(([kind, counts]) => ({ kind, n: counts['right']?.n ?? 0, right: counts['right']?.ok ?? 0 }))
    .filter(({ n, right }) => right < n)
    .sort((a, b) => b.n - b.right - (a.n - a.right) || (a.kind < b.kind ? -1 : 1));
  return rows.length === 0
    ? 'Every document is answered as the real one answers it.'
    : table(
        ['kind', 'documents', 'wholly right'],
        rows.map(({ kind, n, right }) => [kind, n, right]),
      );
}

const sections: string[] = [];
for (const measurement of measurements) {
  const report = await measure(measurement);
  console.log(measurement.title, JSON.stringify(report.score));
  const head = ['documents', ...measurement.columns];
  const figures = table(head, [[report.score.n, ...measurement.columns.map((column) => report.score[column])]]);
  sections.push(
    `## ${measurement.title[0]?.toUpperCase() ?? ''}${measurement.title.slice(1)}\n\n${figures}\n${measurement.columns === ADMIT ? `\n${kindTable(report)}\n` : ''}`,
  );
}

const corpora = CORPORA.map((corpus) => measureCorpus(corpus, join(data, 'open'), readAdjudications()[corpus.name] ?? {}));
sections.push(`## Test corpora of other projects

Cases of their tests. \`adjudicated\` are those in which a real control plane (1.37.2) does not answer as the corpus has it, and which count as it answers; \`left out\`
those it cannot be asked, since what they start from is refused (\`tools/corpora/adjudications.json\` has both with reasons; \`npm run corpora\` measures).

${corporaTable(corpora)}
`);

const known = join('docs', 'known-differences.md');
const text = `# Agreement with a real control plane

Written by \`npm run agreement\` on ${new Date().toISOString().slice(0, 10)} against Kubernetes 1.37.2 (1.36.3, 1.35.4 and 1.34.4 where a section says so). Figures are percentages
of the documents (objects, for scenarios) to which the column applies, rounded down; \`falseAlarms\` and \`misses\` are counts. \`decoding\` is the
message of refusals with code 400, \`right\` means that nothing at all differs.

${sections.join('\n')}
${existsSync(known) ? readFileSync(known, 'utf8') : ''}`;
writeFileSync(values.out, text.trimEnd() + '\n');
