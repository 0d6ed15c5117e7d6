import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { CHECKS, evaluate, violationText } from '../../../src/admission/plugins/PodSecurity/evaluate.ts';
import { policyOf } from '../../../src/admission/plugins/PodSecurity/policy.ts';
import { podSecurity } from '../../../src/admission/plugins/PodSecurity/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const label = (mode: string, value: string): Record<string, string> => ({ [`pod-security.kubernetes.io/${mode}`]: value });
const namespace = (labels: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'x', labels },
});
const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });

describe('PodSecurity', () => {
  it('tells baseline checks first, each level by id, every id once', () => {
    const ids = (level: string): string[] => CHECKS.filter((check) => check.level === level).map(({ id }) => id);
    assert.deepEqual(
      [...ids('baseline'), ...ids('restricted')],
      CHECKS.map(({ id }) => id),
    );
    for (const level of ['baseline', 'restricted']) assert.deepEqual(ids(level), [...new Set(ids(level))].sort());
  });

  it('has a check from every file of its folder', () => {
    const files = readdirSync(new URL('../../../src/admission/plugins/PodSecurity/checks', import.meta.url)).map((file) =>
      file.replace(/\W|ts$/g, '').toLowerCase(),
    );
    const squashed = CHECKS.map(({ id }) => id.replace('_', '').toLowerCase());
    assert.deepEqual(
      files.filter((file) => !squashed.some((id) => id.startsWith(file))),
      [],
    );
  });

  it('keeps the revisions of a check in the order of their releases', () => {
    for (const { id, versions } of CHECKS)
      assert.deepEqual(
        versions.map(({ since }) => since),
        versions.map(({ since }) => since).sort((a, b) => a - b),
        id,
      );
  });

  it('reads the policy of a namespace', () => {
    const { enforce, warn, errors } = policyOf({ ...label('enforce', 'baseline'), ...label('enforce-version', 'v1.30') });
    assert.deepEqual([enforce, warn, errors], [{ level: 'baseline', version: 30 }, { level: 'baseline', version: 30 }, []]);
    assert.deepEqual(policyOf({ ...label('enforce', 'restricted'), ...label('warn', 'privileged') }).warn.level, 'privileged');
    const unreadable = policyOf({ ...label('enforce', 'strict'), ...label('warn-version', 'v1.01') });
    assert.deepEqual(unreadable.enforce, { level: 'restricted', version: 'latest' });
    assert.deepEqual(unreadable.warn, { level: 'privileged', version: 'latest' });
    assert.deepEqual(
      unreadable.errors.map(({ detail }) => detail),
      ['must be one of privileged, baseline, restricted', 'must be "latest" or "v1.x"'],
    );
  });

  it('knows only the rules of its own release', () => {
    const probing = { metadata: {}, spec: { containers: [{ name: 'c', livenessProbe: { httpGet: { host: 'h' } } }] } };
    const at = (version: number | 'latest', newest: number): string =>
      violationText(evaluate({ level: 'baseline', version }, probing, newest));
    assert.equal(at('latest', 37), 'probe or lifecycle host (container "c" uses probe or lifecycle host "h")');
    assert.equal(at(33, 37), '');
    assert.equal(at(99, 33), '');
  });

  it('refuses pods and leaves updates alone that change no image', () => {
    const context = contextWith([namespace(label('enforce', 'baseline'))]);
    const bad = pod({ hostPID: true, containers: [{ name: 'c', image: 'i' }] });
    const message = 'violates PodSecurity "baseline:latest": host namespaces (hostPID=true)';
    assert.deepEqual(ask(podSecurity, bad, context), { kind: 'forbidden', message });
    const stored = (image: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {},
      spec: { containers: [{ name: 'c', image }] },
    });
    assert.equal(ask(podSecurity, bad, context, stored('i')), undefined);
    assert.deepEqual(ask(podSecurity, bad, context, stored('j')), { kind: 'forbidden', message });
  });

  it('objects to labels of a namespace that an update did not leave as they were', () => {
    const labelled = (value: string): Body => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'x', labels: label('enforce', value) },
    });
    assert.equal(ask(podSecurity, labelled('strict'), contextWith())?.kind, 'invalid');
    assert.equal(ask(podSecurity, labelled('strict'), contextWith(), namespace(label('enforce', 'strict'))), undefined);
    assert.equal(ask(podSecurity, labelled('other'), contextWith(), namespace(label('enforce', 'strict')))?.kind, 'invalid');
  });
});
