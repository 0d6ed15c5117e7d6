import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { CodeAction, CompletionItem, Hover, Position } from 'vscode-languageserver';
import { createEditorSession } from '../../src/workspace/create-editor-session.ts';
import { loadDocumentation, loadSchemas } from '../../src/workspace/schemas.ts';
import { createSimulation } from '../../src/workspace/simulation.ts';
import { startLanguageClient, type LanguageClient } from '../support/language-client.ts';

const uri = 'file:///work/harbour.yaml';
const fixture = readFileSync(new URL('../editors/fixture.yaml', import.meta.url), 'utf8');
const good = fixture.replace('replicas: -1', 'replicas: 2');

/** The position of the first `|` in a text, and the text without it. */
function cursor(marked: string): { text: string; position: Position } {
  const offset = marked.indexOf('|');
  const before = marked.slice(0, offset).split('\n');
  return {
    text: before.join('\n') + marked.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

describe('the language server', () => {
  let client: LanguageClient;

  beforeEach(async () => {
    client = await startLanguageClient({
      version: 'test',
      createSession: ({ kubernetesVersion }) => {
        const registry = loadSchemas(kubernetesVersion === '1.36' ? '1.36' : '1.37');
        return createEditorSession({
          simulation: createSimulation({ registry }),
          sources: { registry, registryOf: loadSchemas, documentation: loadDocumentation() },
          onBug: (error) => assert.fail(String(error)),
        });
      },
    });
  });
  afterEach(() => client.close());

  const open = async (text: string) => {
    await client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return (await client.nextDiagnostics()).diagnostics;
  };
  const labels = async (marked: string): Promise<string[]> => {
    const { text, position } = cursor(marked);
    await open(text);
    const items = await client.request<CompletionItem[]>('textDocument/completion', { textDocument: { uri }, position });
    return items.map(({ label }) => label);
  };
  const hoverText = async (marked: string): Promise<string | undefined> => {
    const { text, position } = cursor(marked);
    await open(text);
    const hover = await client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position });
    return hover === null ? undefined : (hover.contents as { value: string }).value;
  };

  it('shows other documents again when what they depend on changes', async () => {
    const namespaceUri = 'file:///work/namespace.yaml';
    const namespace = (level: string): string =>
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: quay\n  labels:\n    pod-security.kubernetes.io/enforce: ${level}\n`;
    const pod = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  namespace: quay\nspec:\n  hostNetwork: true\n  containers:\n  - name: c\n    image: i:1\n`;
    const next = async (): Promise<string> => {
      const { uri: of, diagnostics } = await client.nextDiagnostics();
      return `${of.slice(of.lastIndexOf('/') + 1)} ${diagnostics.map(({ message }) => String(message).replace(/:.*/s, '')).join('; ')}`;
    };
    const change = (version: number, text: string): Promise<void> =>
      client.notify('textDocument/didChange', { textDocument: { uri: namespaceUri, version }, contentChanges: [{ text }] });
    assert.deepEqual(await open(pod), []);
    await client.notify('textDocument/didOpen', {
      textDocument: { uri: namespaceUri, languageId: 'yaml', version: 1, text: namespace('privileged') },
    });
    assert.equal(await next(), 'namespace.yaml ');
    await change(2, namespace('baseline'));
    assert.equal(await next(), 'namespace.yaml ');
    assert.equal(await next(), 'harbour.yaml pods "p" is forbidden');
    await client.notify('textDocument/didClose', { textDocument: { uri: namespaceUri } });
    assert.equal(await next(), 'namespace.yaml ');
    assert.equal(await next(), 'harbour.yaml ');
  });

  it('shows what the API server objects to, at the value', async () => {
    const [problem, ...more] = await open(fixture);
    assert.deepEqual(more, []);
    assert.equal(problem?.message, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0');
    assert.deepEqual(problem?.range, { start: { line: 5, character: 12 }, end: { line: 5, character: 14 } });
  });

  it('follows edits', async () => {
    await open(fixture);
    const range = { start: { line: 5, character: 12 }, end: { line: 5, character: 14 } };
    await client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ range, text: '3' }] });
    const { diagnostics, version } = await client.nextDiagnostics();
    assert.deepEqual(diagnostics, []);
    assert.equal(version, 2);
  });

  it('takes findings away when the document closes', async () => {
    await open(fixture);
    await client.notify('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual((await client.nextDiagnostics()).diagnostics, []);
  });

  it('explains the field under the pointer', async () => {
    const text = await hoverText(good.replace('replicas', 'repl|icas'));
    assert.match(text ?? '', /\*\*spec\.replicas\*\* `int32`/);
    assert.match(text ?? '', /number of desired pods/i);
    assert.match((await hoverText(good.replace('imagePullPolicy: If', 'imagePullPolicy: I|f'))) ?? '', /Allowed: .*`Never`/);
    assert.equal(await hoverText(good.replace('replicas', 'nonsen|se')), undefined);
  });

  it('completes keys that are missing, required ones first', async () => {
    const missing = await labels(`${good}          |\n`);
    assert.ok(missing.includes('resources'));
    assert.ok(!missing.includes('image') && !missing.includes('name'));
    const spec = await labels('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  |\n');
    assert.ok(spec.includes('selector') && spec.includes('template'));
  });

  it('completes a key that is begun', async () => {
    assert.ok((await labels(good.replace('replicas: 2', 'repl|'))).includes('replicas'));
  });

  it('completes values', async () => {
    assert.deepEqual((await labels(good.replace('IfNotPresent', '|'))).sort(), ['Always', 'IfNotPresent', 'Never']);
    assert.deepEqual(await labels('apiVersion: |\nkind: Deployment\n'), ['apps/v1']);
    assert.ok((await labels('apiVersion: v1\nkind: |\n')).includes('ConfigMap'));
    assert.deepEqual(await labels('|'), ['apiVersion', 'kind', 'metadata', 'spec']);
  });

  it('offers to mend what is misspelt', async () => {
    const [problem] = await open(good.replace('replicas', 'replica'));
    assert.ok(problem);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: problem.range,
      context: { diagnostics: [problem] },
    });
    assert.deepEqual(
      actions.map(({ edit }) => edit?.changes?.[uri]?.map(({ newText }) => newText)),
      [['replicas']],
    );
  });

  it('survives text that is no YAML', async () => {
    const [problem] = await open('kind: [\n  "');
    assert.equal(problem?.code, 'yaml/syntax');
    assert.ok((await labels('kind: Pod\napiVersion: v1\nspec: {conta|')).includes('containers'));
  });
});
