import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { ADMISSION_CHAIN, runMutating } from '../../src/admission/chain.ts';
import { PLUGIN_NAMES } from '../../src/admission/configuration.ts';
import { contextWith, requestFor } from './request.ts';

describe('admission chain', () => {
  const names = ADMISSION_CHAIN.map(({ name }) => name);

  it('asks plugins in upstream order', () => {
    assert.deepEqual(
      names,
      PLUGIN_NAMES.filter((name) => names.includes(name)),
    );
  });

  it('asks plugins that are on', () => {
    const spec = { containers: [{ name: 'c', image: 'c:1', imagePullPolicy: 'Never' }] };
    const mutated = (configuration: object): string => {
      const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec };
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'x' } };
      const context = contextWith([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } }, account]);
      assert.equal(runMutating(requestFor(object, context), { ...context, configuration }), undefined);
      return JSON.stringify(object.spec);
    };
    assert.match(mutated({}), /"imagePullPolicy":"Never".*not-ready/);
    const other = mutated({ enable: ['AlwaysPullImages'], disable: ['DefaultTolerationSeconds'] });
    assert.match(other, /"imagePullPolicy":"Always"/);
    assert.doesNotMatch(other, /not-ready/);
  });

  it('lists each plugin folder once', () => {
    assert.deepEqual([...names].sort(), readdirSync(new URL('../../src/admission/plugins', import.meta.url)).sort());
  });

  it('has each plugin in the documentation, on or off by default', () => {
    const text = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| ([A-Z][A-Za-z, ]+) \| (on|off) \|/gm)];
    const documented = rows.flatMap(([, row = '', word = '']) => row.split(', ').map((name) => `${name} ${word}`));
    assert.deepEqual(documented.sort(), ADMISSION_CHAIN.map(({ name, isOptional }) => `${name} ${isOptional ? 'off' : 'on'}`).sort());
    assert.deepEqual(
      PLUGIN_NAMES.filter((name) => !text.includes(name)),
      [],
    );
  });

  it('has a test for each plugin', () => {
    const tests = readdirSync(new URL('plugins', import.meta.url)).map((file) => file.replace('.test.ts', ''));
    assert.deepEqual(tests.sort(), [...names].sort());
  });
});
