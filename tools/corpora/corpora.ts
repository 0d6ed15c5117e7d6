import { celSpec } from './cel-spec.ts';
import type { Corpus } from './corpus.ts';
import { dyff } from './dyff.ts';
import { fluxSchema } from './flux-schema.ts';
import { gatewayApi } from './gateway-api.ts';
import { istioCrdSuite } from './istio-crd-suite.ts';
import { evanphxJsonPatch, jsonPatchTests } from './json-patch.ts';
import { k8sPatch } from './k8s-patch.ts';
import { kaptestVap } from './kaptest-vap.ts';
import { kubeconform, kubeval } from './kubeconform.ts';
import { kubectlNeat } from './kubectl-neat.ts';
import { kubectlValidate } from './kubectl-validate.ts';
import { kubentDeprecations } from './kubent-deprecations.ts';
import { kubernetesApiTestdata } from './kubernetes-api-testdata.ts';
import { kyvernoPoliciesPss } from './kyverno-policies-pss.ts';
import { openshiftCrdSuites } from './openshift-crd-suites.ts';
import { podSecurityAdmission } from './pod-security-admission.ts';
import { upstreamValidation } from './upstream-validation.ts';
import { yamlTestSuite } from './yaml-test-suite.ts';

/** In the order of the table: API server, custom resources, CEL, admission, other validators, YAML, patches and differences. */
export const CORPORA: readonly Corpus[] = [
  kubectlValidate,
  upstreamValidation,
  kubernetesApiTestdata,
  istioCrdSuite,
  gatewayApi,
  openshiftCrdSuites,
  fluxSchema,
  celSpec,
  podSecurityAdmission,
  kyvernoPoliciesPss,
  kaptestVap,
  kubeconform,
  kubeval,
  kubentDeprecations,
  kubectlNeat,
  yamlTestSuite,
  k8sPatch,
  evanphxJsonPatch,
  jsonPatchTests,
  dyff,
];
