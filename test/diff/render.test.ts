import assert from 'node:assert/strict';
import { diffData } from '../../src/diff/data.ts';
import { renderDiff } from '../../src/diff/render.ts';
import { diffTexts } from './read-objects.ts';

const before = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: log, image: "log:1"}
        - {name: web, image: "web:1", envFrom: [{configMapRef: {name: conf}}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: shop}
data:
  lines: |
    one
    two
    three
    four
    five
    six
---
apiVersion: v1
kind: Secret
metadata: {name: key}
data: {key: aGFsbG8=}
---
apiVersion: v1
kind: Namespace
metadata: {name: old}
`;

const after = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: "web:2", envFrom: [{configMapRef: {name: conf}}], securityContext: {privileged: true, capabilities: {add: [A, B]}}}
        - {name: log, image: "log:1"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: shop}
data:
  lines: |
    one
    two
    three
    four
    5
    six
---
apiVersion: v1
kind: Secret
metadata: {name: key}
data: {key: aGFsbG8h}
---
apiVersion: v1
kind: Namespace
metadata: {name: new}
`;

const text = `~ ConfigMap shop/conf (v1) · live
    data[lines]  live
      used by Deployment web as environment variables, which stay until the pods restart
      … 2 lines alike
        three
        four
      - five
      + 5
        six

- Namespace old (v1) · removed
    applying the new files does not delete it, pruning does

+ Namespace new (v1) · added

~ Secret default/key (v1) · live
    data[key]  (8 characters, before) → (8 characters, after)  live

~ Deployment shop/web (apps/v1) · rolling restart
    spec.replicas  2 → 3  live
    spec.template.spec.containers[name=web].image  web:1 → web:2  rolling restart
  + spec.template.spec.containers[name=web].securityContext  rolling restart
      + privileged: true
      + capabilities:
      +   add:
      +   - A
      +   - B
    spec.template.spec.containers  order log, web → web, log  rolling restart

5 objects differ (3 changed, 1 added, 1 removed): 1 rolling restart
`;

describe('renderDiff', () => {
  const diffs = diffTexts(before, after);

  it('shows object by object what changes and what that does', () => {
    const sorted = (blocks: string): string[] => blocks.split('\n\n').sort();
    assert.deepEqual(sorted(renderDiff(diffs)), sorted(text));
  });

  it('is empty for no difference', () => assert.equal(renderDiff([]), ''));

  it('shows Secrets only when asked', () => {
    assert.ok(!JSON.stringify(diffData(diffs)).includes('aGFsbG8'));
    assert.ok(renderDiff(diffs, { secrets: true }).includes('aGFsbG8= → aGFsbG8h'));
    assert.ok(JSON.stringify(diffData(diffs, { secrets: true })).includes('aGFsbG8h'));
  });

  it('puts long values below each other', () => {
    const narrow = renderDiff(diffs, { width: 60 });
    assert.ok(narrow.includes('containers[name=web].image  rolling restart\n      - web:1\n      + web:2\n'));
  });

  it('hands every piece to the painter', () => {
    const roles = new Set<string>();
    const painted = renderDiff(diffs, {
      paint: (role, piece) => {
        roles.add(role);
        return piece;
      },
    });
    assert.equal(painted, renderDiff(diffs));
    for (const role of ['heading', 'path', 'added', 'removed', 'plain', 'faint', 'live', 'rolling restart'])
      assert.ok(roles.has(role), role);
  });
});

describe('diffData', () => {
  it('is plain data', () => {
    const [data] = diffData(diffTexts(before, after)).filter(({ kind }) => kind === 'Deployment');
    assert.deepEqual(data?.changes[0], { change: 'changed', path: 'spec.replicas', before: 2, after: 3, consequence: 'live' });
    assert.deepEqual(
      { ...data, changes: data?.changes.length },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        change: 'changed',
        consequence: 'rolling restart',
        changes: 4,
      },
    );
  });
});
