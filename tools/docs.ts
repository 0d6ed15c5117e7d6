// Writes docs/rules/ (a page per lint rule from its metadata and README, and a list of all) docs/coverage.md (what is known of each kind)
// and docs/controllers.md (what a preview simulates).
// usage: npm run docs [-- --check]     (--check writes nothing and exits with 1 when a page is stale)
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RULES } from '../src/lint/rules/index.ts';
import type { Rule } from '../src/lint/rule.ts';
import { controllersPage } from './docs/controllers.ts';
import { coveragePage } from './docs/coverage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const DIRECTORY = join(root, 'docs', 'rules');
const COVERAGE = join(root, 'docs', 'coverage.md');
const CONTROLLERS = join(root, 'docs', 'controllers.md');

const GENERATED = '<!-- Written by `npm run docs` from the rule and its README. -->';

const FIX: Record<Rule['fix'], string> = { none: 'no', safe: 'yes', unsafe: 'with `--unsafe`' };

/** File name → text of all pages. */
export function rulePages(): Map<string, string> {
  return new Map([['README.md', overview()], ...RULES.map((rule): [string, string] => [`${rule.id}.md`, page(rule)])]);
}

/** Names of pages that are missing, differ from what they should be, or belong to no rule. */
export function stalePages(): string[] {
  const pages = rulePages();
  const present = existsSync(DIRECTORY) ? readdirSync(DIRECTORY) : [];
  const differing = [...pages].flatMap(([name, text]) =>
    present.includes(name) && readFileSync(join(DIRECTORY, name), 'utf8') === text ? [] : [name],
  );
  return [...differing, ...present.filter((name) => !pages.has(name))].sort();
}

function overview(): string {
  const rows = RULES.map(({ id, docs, severity, fix }) => `| [${id}](${id}.md) | ${docs.summary} | ${severity} | ${FIX[fix]} |`);
  return `${GENERATED}
# Lint rules

What \`drydock lint\` asks of manifests beyond what the API server does. Severities and rules can be changed in [drydock.yaml](../configuration.md). \`drydock fix\` applies safe
fixes, which leave what runs as it is.

| rule | what is right | severity | fix |
|---|---|---|---|
${rows.join('\n')}

## Leaving a finding as it is

A comment with the code of the rule and, best, a reason:

\`\`\`yaml
      hostNetwork: true # drydock-ignore lint/no-host-namespaces: takes part in the network of the node
\`\`\`

It holds for its line; on a line of its own for the next one; before everything else of a document for the whole document. Several codes are divided by commas, no code means
all rules. \`# drydock-ignore-file lint/no-latest-tag\` holds for the file. A comment that keeps nothing out is reported as \`lint/unused-suppression\`.
`;
}

function page(rule: Rule): string {
  const readme = readFileSync(new URL(`../src/lint/rules/${rule.id}/README.md`, import.meta.url), 'utf8');
  const [title = '', ...body] = readme.trimEnd().split('\n');
  const kinds = rule.kinds.of.map(({ kind }) => kind).join(', ') || 'all';
  return `${GENERATED}
${title}

**${rule.docs.summary}**

| code | severity | fix | kinds |
|---|---|---|---|
| \`lint/${rule.id}\` | ${rule.severity} | ${FIX[rule.fix]} | ${kinds} |
${withoutMarksInFixed(body.join('\n'))}
${elsewhere(rule)}`;
}

const elsewhere = ({ docs: { sources } }: Rule): string =>
  sources.length === 0 ? '' : `\n### Elsewhere\n\nOther tools call it ${sources.map((source) => `\`${source}\``).join(', ')}.\n`;

/** Marks show where findings are, so they stay in invalid examples only. */
const withoutMarksInFixed = (readme: string): string =>
  readme
    .split(/(?=^### )/m)
    .map((section) =>
      section.startsWith('### Invalid') ? section.replaceAll(/ # here$/gm, ' # ← here') : section.replaceAll(/ # here$/gm, ''),
    )
    .join('');

/** Whether `docs/coverage.md` is not what it should be. */
export const coverageIsStale = (): boolean => !existsSync(COVERAGE) || readFileSync(COVERAGE, 'utf8') !== coveragePage();

/** Whether `docs/controllers.md` is not what it should be. */
export const controllersAreStale = (): boolean => !existsSync(CONTROLLERS) || readFileSync(CONTROLLERS, 'utf8') !== controllersPage();

function main(): void {
  if (process.argv.includes('--check')) {
    const stale = [
      ...stalePages().map((name) => `docs/rules/${name}`),
      ...(coverageIsStale() ? ['docs/coverage.md'] : []),
      ...(controllersAreStale() ? ['docs/controllers.md'] : []),
    ];
    if (stale.length > 0) console.error(`stale: ${stale.join(', ')}; run npm run docs`);
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  mkdirSync(DIRECTORY, { recursive: true });
  for (const name of stalePages()) rmSync(join(DIRECTORY, name), { force: true });
  for (const [name, text] of rulePages()) writeFileSync(join(DIRECTORY, name), text);
  writeFileSync(COVERAGE, coveragePage());
  writeFileSync(CONTROLLERS, controllersPage());
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main();
