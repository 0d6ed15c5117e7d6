import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { ADMISSION_CHAIN } from '../../src/admission/chain.ts';

/** kube-apiserver's order of all plugins. */
const UPSTREAM_ORDER =
  'NamespaceLifecycle LimitRanger ServiceAccount TaintNodesByCondition PodSecurity Priority DefaultTolerationSeconds DefaultStorageClass StorageObjectInUseProtection PersistentVolumeClaimResize RuntimeClass CertificateApproval CertificateSigning ClusterTrustBundleAttest CertificateSubjectRestriction DefaultIngressClass PodTopologyLabels NodeDeclaredFeatureValidator PodResizeValidator MutatingAdmissionPolicy ValidatingAdmissionPolicy ResourceQuota'.split(
    ' ',
  );

describe('admission chain', () => {
  const names = ADMISSION_CHAIN.map(({ name }) => name);

  it('asks plugins in upstream order', () => {
    assert.deepEqual(
      names,
      UPSTREAM_ORDER.filter((name) => names.includes(name)),
    );
  });

  it('lists each plugin folder once', () => {
    assert.deepEqual([...names].sort(), readdirSync(new URL('../../src/admission/plugins', import.meta.url)).sort());
  });

  it('has a test for each plugin', () => {
    const tests = readdirSync(new URL('plugins', import.meta.url)).map((file) => file.replace('.test.ts', ''));
    assert.deepEqual(tests.sort(), [...names].sort());
  });
});
