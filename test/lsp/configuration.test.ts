import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSession } from '../../src/lsp/node/create-session.ts';
import { readConfiguration } from '../../src/lsp/node/read-configuration.ts';
import type { SessionSettings } from '../../src/lsp/server.ts';
import { parseConfig } from '../../src/workspace/config.ts';
import { withDirectory } from '../cli/temporary-directory.ts';
import { startLanguageClient } from '../support/language-client.ts';

const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: c, image: "registry.example.com/c:latest" }] }\n';
const fail = (error: unknown): never => assert.fail(String(error));

/** Codes of what a session of a folder finds in a document there. */
function codes(folder: string, text: string, settings: SessionSettings = {}): string[] {
  const session = createSession({ folder: pathToFileURL(folder).href, ...settings }, fail);
  session.open('file:///a.yaml', text);
  return session.diagnostics('file:///a.yaml').map(({ code, severity }) => `${severity} ${code}`);
}

describe('the configuration of an editor session', () => {
  it('is the nearest above the folder', () =>
    withDirectory({ 'drydock.yaml': 'rules: { no-latest-tag: error }\n', 'a/b/drydock.yml': 'rules: { no-latest-tag: hint }\n' }, (cwd) => {
      mkdirSync(join(cwd, 'c'));
      const named = (folder: string): string[] => codes(folder, pod).filter((code) => code.endsWith('no-latest-tag'));
      assert.deepEqual(named(join(cwd, 'c')), ['error lint/no-latest-tag']);
      assert.deepEqual(named(join(cwd, 'a', 'b')), ['hint lint/no-latest-tag']);
      return Promise.resolve();
    }));

  it('brings CRDs from files, directories and globs', () =>
    withDirectory(
      {
        'drydock.yaml': 'crds: [one.yaml, crds, "glob-*.yaml"]\n',
        'one.yaml': '',
        'crds/x/two.yml': '',
        'crds/.hidden.yaml': '',
        'glob-a.yaml': '',
      },
      (cwd) => {
        const { crds } = readConfiguration(cwd);
        assert.deepEqual(
          crds.map(({ source }) => source.slice(cwd.length + 1).replaceAll('\\', '/')),
          ['one.yaml', 'crds/x/two.yml', 'glob-a.yaml'],
        );
        return Promise.resolve();
      },
    ));

  it('chooses the release, unless the client does', () =>
    withDirectory({ 'drydock.yaml': "kubernetes-version: '1.34'\n" }, (cwd) => {
      const gone =
        'apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingAdmissionPolicyBinding\nmetadata: { name: a }\nspec: { policyName: a }\n';
      assert.notDeepEqual(codes(cwd, gone), []);
      assert.deepEqual(codes(cwd, gone, { kubernetesVersion: '1.37' }), []);
      return Promise.resolve();
    }));

  it('is read again when it changes, and is no manifest itself', () =>
    withDirectory({ 'drydock.yaml': 'rules: { no-latest-tag: off }\n' }, async (cwd) => {
      const made: SessionSettings[] = [];
      const client = await startLanguageClient({
        version: 'test',
        createSession: (settings) => {
          made.push(settings);
          return createSession(settings, fail);
        },
        checkConfiguration: (source, text) => parseConfig({ source, text }).problems,
      });
      try {
        const uri = pathToFileURL(join(cwd, 'a.yaml')).href;
        const has = async (): Promise<boolean> =>
          (await client.nextDiagnostics()).diagnostics.some(({ code }) => code === 'lint/no-latest-tag');
        await client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: pod } });
        assert.equal(await has(), false);
        const configuration = pathToFileURL(join(cwd, 'drydock.yaml')).href;
        const text = 'rules: { no-latest-tag: loud }\n';
        await client.notify('textDocument/didOpen', { textDocument: { uri: configuration, languageId: 'yaml', version: 1, text } });
        assert.deepEqual(
          (await client.nextDiagnostics()).diagnostics.map(({ code }) => code),
          ['input/config'],
        );
        writeFileSync(join(cwd, 'drydock.yaml'), 'rules: { no-latest-tag: error }\n');
        await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: configuration, type: 2 }] });
        assert.equal(await has(), true);
        const folder = pathToFileURL(cwd).href;
        assert.deepEqual(made, [{ folder }, { folder }]);
      } finally {
        client.close();
      }
    }));
});
