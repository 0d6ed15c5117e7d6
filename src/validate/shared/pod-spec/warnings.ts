import { child, index, key, pathText, root, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import { deepEqual } from '../../../model/json.ts';
import type { NodeSelectorTerm, PodSpec, PodTemplateSpec, Volume } from '../../../model/kinds/core-v1.ts';
import { warningsForIp } from '../ip.ts';
import { isDns1123Label, isLabelValue } from '../names.ts';
import { deprecatedNodeLabel } from '../node-labels.ts';
import { fractionWarnings } from '../fraction-warnings.ts';
import { APP_ARMOR_PREFIX, appArmorProfileOf, SECCOMP_CONTAINER_PREFIX, SECCOMP_POD } from './annotations.ts';
import { containerWarnings, portWarnings } from './container-warnings.ts';
import { containersOf } from './containers-of.ts';
import { overlapWarnings } from './overlap-warnings.ts';

/** A name that should be a DNS label because pods and hosts get it. `where` names them. */
export function nameWarnings(name: string, where: string): string[] {
  const messages = isDns1123Label(name);
  if (messages.length === 0) return [];
  return [
    `metadata.name: this is used in ${where}, which can result in surprising behavior; a DNS label is recommended: [${messages.join(' ')}]`,
  ];
}

/** Warnings about a pod (`at` is the root) or a template. */
export function podWarnings({ spec = {}, metadata }: PodTemplateSpec, at: FieldPath): string[] {
  const specPath = child(at, 'spec');
  const annotations = metadata?.annotations ?? {};
  return [
    ...nodeSelectorWarnings(spec, specPath),
    ...topologySpreadWarnings(spec, specPath),
    ...annotationWarnings(annotations, at),
    ...(spec.volumes ?? []).flatMap((volume, i) => volumeWarnings(volume, index(child(specPath, 'volumes'), i))),
    ...overlapWarnings(spec.volumes ?? []),
    ...hostAliasWarnings(spec, specPath),
    ...pullSecretWarnings(spec, specPath),
    ...(['memory', 'ephemeral-storage'] as const).flatMap((name) =>
      fractionWarnings(spec.overhead?.[name], key(child(specPath, 'overhead'), name)),
    ),
    ...(!spec.securityContext?.seccompProfile && annotations[SECCOMP_POD] !== undefined ? [seccompWarning(SECCOMP_POD, at)] : []),
    ...containersOf(spec, specPath).flatMap(({ container, at: path }) => [
      ...profileWarnings(container.name ?? '', container, spec, annotations, at),
      ...containerWarnings(container, path),
    ]),
    ...portWarnings(spec, specPath),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [
          `${pathText(child(specPath, 'terminationGracePeriodSeconds'))}: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...affinityWarnings(spec, specPath),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((address, i) =>
      warningsForIp(address, index(child(specPath, 'dnsConfig', 'nameservers'), i)),
    ),
    ...(spec.hostAliases ?? []).flatMap(({ ip = '' }, i) => warningsForIp(ip, child(index(child(specPath, 'hostAliases'), i), 'ip'))),
  ];
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function nodeSelectorWarnings({ nodeSelector, affinity }: PodSpec, at: FieldPath): string[] {
  const path = child(at, 'affinity', 'nodeAffinity');
  const terms = child(path, REQUIRED, 'nodeSelectorTerms');
  return [
    ...Object.keys(nodeSelector ?? {}).flatMap((name) => {
      const message = deprecatedNodeLabel(name);
      return message === undefined ? [] : [`${pathText(key(child(at, 'nodeSelector'), name))}: ${message}`];
    }),
    ...(affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? []).flatMap((term, i) =>
      nodeSelectorTermWarnings(term, false, index(terms, i)),
    ),
    ...(affinity?.nodeAffinity?.[PREFERRED] ?? []).flatMap(({ preference }, i) =>
      nodeSelectorTermWarnings(preference ?? {}, true, child(index(child(path, PREFERRED), i), 'preference')),
    ),
  ];
}

/** Deprecated labels of a term; values too where validation lets them be anything. */
export function nodeSelectorTermWarnings({ matchExpressions }: NodeSelectorTerm, checkValues: boolean, at: FieldPath): string[] {
  return (matchExpressions ?? []).flatMap(({ key: name = '', values }, i) => {
    const path = index(child(at, 'matchExpressions'), i);
    const message = deprecatedNodeLabel(name);
    return [
      ...(message === undefined ? [] : [`${pathText(child(path, 'key'))}: ${name} is ${message}`]),
      ...(checkValues ? (values ?? []) : []).flatMap((value, j) =>
        isLabelValue(value).map((problem) => `${pathText(index(child(path, 'values'), j))}: ${value} is invalid, ${problem}`),
      ),
    ];
  });
}

const topologySpreadWarnings = ({ topologySpreadConstraints }: PodSpec, at: FieldPath): string[] =>
  (topologySpreadConstraints ?? []).flatMap(({ topologyKey = '', labelSelector }, i) => {
    const path = index(child(at, 'topologySpreadConstraints'), i);
    const message = deprecatedNodeLabel(topologyKey);
    return [
      ...(message === undefined ? [] : [`${pathText(child(path, 'topologyKey'))}: ${topologyKey} is ${message}`]),
      ...(labelSelector ? [] : [nullSelectorWarning(child(path, 'labelSelector'))]),
    ];
  });

const nullSelectorWarning = (at: FieldPath): string => `${pathText(at)}: a null labelSelector results in matching no pod`;

const DEPRECATED_ANNOTATIONS = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
] as const;

const annotationWarnings = (annotations: Readonly<Record<string, string>>, at: FieldPath): string[] =>
  DEPRECATED_ANNOTATIONS.filter(([name]) => annotations[name] !== undefined).map(
    ([name, message]) => `${pathText(annotationPath(name, at))}: ${message}`,
  );

const annotationPath = (name: string, at: FieldPath): FieldPath => key(child(at, 'metadata', 'annotations'), name);

const DEPRECATED_VOLUMES = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const;

function volumeWarnings(volume: Volume, at: FieldPath): string[] {
  const requests = volume.ephemeral?.volumeClaimTemplate?.spec?.resources?.requests;
  const storage = child(at, 'ephemeral', 'volumeClaimTemplate', 'spec', 'resources', 'requests');
  return [
    ...DEPRECATED_VOLUMES.filter(([name]) => volume[name] !== undefined).map(
      ([, shown, message]) => `${pathText(child(at, shown))}: ${message}`,
    ),
    ...fractionWarnings(requests?.['storage'], key(storage, 'storage')),
  ];
}

function hostAliasWarnings({ hostAliases = [] }: PodSpec, at: FieldPath): string[] {
  const addresses = hostAliases.map(({ ip = '' }) => ip);
  return addresses.flatMap((ip, i) =>
    addresses.indexOf(ip) < i ? [`${pathText(child(index(child(at, 'hostAliases'), i), 'ip'))}: duplicate ip ${goQuote(ip)}`] : [],
  );
}

function pullSecretWarnings({ imagePullSecrets = [] }: PodSpec, at: FieldPath): string[] {
  const names = imagePullSecrets.map(({ name = '' }) => name);
  const place = (i: number): string => pathText(child(index(child(at, 'imagePullSecrets'), i), 'name'));
  return [
    ...names.flatMap((name, i) => (names.indexOf(name) < i ? [`${place(i)}: duplicate name ${goQuote(name)}`] : [])),
    ...names.flatMap((name, i) => (name === '' ? [`${place(i)}: invalid empty name ""`] : [])),
  ];
}

const seccompWarning = (annotation: string, at: FieldPath): string =>
  `${pathText(annotationPath(annotation, at))}: non-functional in v1.27+; use the "seccompProfile" field instead`;

type ContainerWithProfiles = Parameters<typeof containerWarnings>[0];

/** Profiles in annotations. Pods get the AppArmor warning elsewhere, when the annotation is turned into a field. */
function profileWarnings(
  name: string,
  container: ContainerWithProfiles,
  spec: PodSpec,
  annotations: Readonly<Record<string, string>>,
  at: FieldPath,
): string[] {
  const seccomp = SECCOMP_CONTAINER_PREFIX + name;
  const appArmor = APP_ARMOR_PREFIX + name;
  const annotation = annotations[appArmor];
  const ofPod = spec.securityContext?.appArmorProfile;
  const isTemplate = at !== root;
  const isCovered = ofPod !== undefined && deepEqual(ofPod, appArmorProfileOf(annotation ?? ''));
  return [
    ...(!container.securityContext?.seccompProfile && annotations[seccomp] !== undefined ? [seccompWarning(seccomp, at)] : []),
    ...(isTemplate && !container.securityContext?.appArmorProfile && annotation !== undefined && !isCovered
      ? [appArmorWarning(appArmor, at)]
      : []),
  ];
}

export const appArmorWarning = (annotation: string, at: FieldPath): string =>
  `${pathText(annotationPath(annotation, at))}: deprecated since v1.30; use the "appArmorProfile" field instead`;

const affinityWarnings = ({ affinity }: PodSpec, at: FieldPath): string[] =>
  (['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => {
    const path = child(at, 'affinity', kind);
    return [
      ...(affinity?.[kind]?.[REQUIRED] ?? []).flatMap(({ labelSelector }, i) =>
        labelSelector ? [] : [nullSelectorWarning(child(index(child(path, REQUIRED), i), 'labelSelector'))],
      ),
      ...(affinity?.[kind]?.[PREFERRED] ?? []).flatMap(({ podAffinityTerm }, i) =>
        podAffinityTerm?.labelSelector
          ? []
          : [nullSelectorWarning(child(index(child(path, PREFERRED), i), 'podAffinityTerm', 'labelSelector'))],
      ),
    ];
  });
