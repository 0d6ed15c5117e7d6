import assert from 'node:assert/strict';
import { loadSchemas } from '../../src/schema/load.ts';
import { RELEASES } from '../../src/schema/release.ts';

const identity = ({
  kind,
  metadata,
}: {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

describe('the default policy', () => {
  for (const release of RELEASES) {
    const policy = loadSchemas(release).policy();

    it(`of ${release} has each object once, and every binding its role`, () => {
      const names = policy.map(identity);
      assert.equal(new Set(names).size, names.length);
      for (const { kind, metadata, roleRef } of policy) {
        if (!kind.endsWith('Binding')) continue;
        const ref = roleRef as { readonly kind: string; readonly name: string };
        assert.ok(names.includes(`${ref.kind} ${ref.kind === 'Role' ? (metadata.namespace ?? '') : ''}/${ref.name}`), metadata.name);
      }
    });
  }

  it('is what a new control plane of 1.37 serves', () => {
    const counts: Record<string, number> = {};
    for (const { kind } of loadSchemas('1.37').policy()) counts[kind] = (counts[kind] ?? 0) + 1;
    assert.deepEqual(counts, { ClusterRole: 73, ClusterRoleBinding: 54, Role: 7, RoleBinding: 7 });
  });

  it('differs by release', () => {
    const texts = RELEASES.map((release) => JSON.stringify(loadSchemas(release).policy()));
    assert.equal(new Set(texts).size, RELEASES.length);
  });

  it('carries the marks of the bootstrap', () => {
    const [role] = loadSchemas('1.36').policy();
    assert.equal(role?.metadata.labels['kubernetes.io/bootstrapping'], 'rbac-defaults');
    assert.equal(role?.metadata.annotations['rbac.authorization.kubernetes.io/autoupdate'], 'true');
  });
});
