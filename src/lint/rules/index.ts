import type { Rule } from '../rule.ts';
import { noUnquotedString } from './no-unquoted-string/rule.ts';
import { noLatestTag } from './no-latest-tag/rule.ts';
import { requireResourceRequests } from './require-resource-requests/rule.ts';
import { requireMemoryLimit } from './require-memory-limit/rule.ts';
import { noFractionalBytes } from './no-fractional-bytes/rule.ts';
import { requireReadinessProbe } from './require-readiness-probe/rule.ts';
import { noIdenticalProbes } from './no-identical-probes/rule.ts';
import { noDanglingProbePort } from './no-dangling-probe-port/rule.ts';
import { noPrivilegedContainer } from './no-privileged-container/rule.ts';
import { noPrivilegeEscalation } from './no-privilege-escalation/rule.ts';
import { requireRunAsNonRoot } from './require-run-as-non-root/rule.ts';
import { preferReadOnlyRootFilesystem } from './prefer-read-only-root-filesystem/rule.ts';
import { noDangerousCapability } from './no-dangerous-capability/rule.ts';
import { noHostNamespaces } from './no-host-namespaces/rule.ts';
import { noHostPath } from './no-host-path/rule.ts';
import { noSecretInEnv } from './no-secret-in-env/rule.ts';
import { noDuplicateEnv } from './no-duplicate-env/rule.ts';
import { noDeprecatedServiceAccount } from './no-deprecated-service-account/rule.ts';
import { noDeprecatedNodeLabel } from './no-deprecated-node-label/rule.ts';
import { noDanglingServiceSelector } from './no-dangling-service-selector/rule.ts';
import { noDanglingTargetPort } from './no-dangling-target-port/rule.ts';
import { noDanglingIngressBackend } from './no-dangling-ingress-backend/rule.ts';
import { noOverlappingSelectors } from './no-overlapping-selectors/rule.ts';
import { noReplicasWithAutoscaler } from './no-replicas-with-autoscaler/rule.ts';
import { requirePodDisruptionBudget } from './require-pod-disruption-budget/rule.ts';
import { noBlockingDisruptionBudget } from './no-blocking-disruption-budget/rule.ts';
import { preferTopologySpread } from './prefer-topology-spread/rule.ts';
import { noClusterAdminBinding } from './no-cluster-admin-binding/rule.ts';
import { noWildcardPermissions } from './no-wildcard-permissions/rule.ts';
import { noDefaultNamespace } from './no-default-namespace/rule.ts';

/** All rules in the order in which they are listed and documented: by what they are about, from the text of the manifest and the image outwards. */
export const RULES: readonly Rule[] = [
  noUnquotedString,
  noLatestTag,
  requireResourceRequests,
  requireMemoryLimit,
  noFractionalBytes,
  requireReadinessProbe,
  noIdenticalProbes,
  noDanglingProbePort,
  noPrivilegedContainer,
  noPrivilegeEscalation,
  requireRunAsNonRoot,
  preferReadOnlyRootFilesystem,
  noDangerousCapability,
  noHostNamespaces,
  noHostPath,
  noSecretInEnv,
  noDuplicateEnv,
  noDeprecatedServiceAccount,
  noDeprecatedNodeLabel,
  noDanglingServiceSelector,
  noDanglingTargetPort,
  noDanglingIngressBackend,
  noOverlappingSelectors,
  noReplicasWithAutoscaler,
  requirePodDisruptionBudget,
  noBlockingDisruptionBudget,
  preferTopologySpread,
  noClusterAdminBinding,
  noWildcardPermissions,
  noDefaultNamespace,
];
