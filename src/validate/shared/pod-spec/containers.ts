import { duplicate, forbidden, invalid, notFound, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { Container, EphemeralContainer, PodSpec } from '../../../model/kinds/core-v1.ts';
import { each, invalidBecause, oneOf, requireOneOf, requireText } from '../checks.ts';
import { isDns1123Label } from '../names.ts';
import { isRestartable } from './containers-of.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateLifecycle, validateProbes } from './handlers.ts';
import { validateVolumeDevices, validateVolumeMounts } from './mounts.ts';
import type { PodOptions } from './options.ts';
import { validateContainerPorts, validateHostPortConflicts } from './ports.ts';
import { validateContainerResources } from './resources.ts';
import { validateContainerRestartPolicy, validateInitContainerRestartPolicy, validateResizePolicy } from './restart-policy.ts';
import { validateSecurityContext } from './security-context.ts';
import type { Volumes } from './volumes.ts';

/** What containers of a pod refer to. */
export interface PodScope {
  readonly spec: PodSpec;
  readonly volumes: Volumes;
  readonly claimNames: ReadonlySet<string>;
  readonly options: PodOptions;
}

export const validatePullPolicy = (policy: string | undefined, at: FieldPath): FieldError[] =>
  requireOneOf(policy, ['Always', 'IfNotPresent', 'Never'], at);

/** What holds for all kinds of containers. */
function validateContainer(
  container: Container | EphemeralContainer,
  { spec, volumes, claimNames, options }: PodScope,
  at: FieldPath,
): FieldError[] {
  const { name, terminationMessagePolicy: policy } = container;
  return [
    ...(name ? invalidBecause(isDns1123Label(name), child(at, 'name'), name) : [required(child(at, 'name'))]),
    ...requireText(container.image, child(at, 'image')),
    ...oneOf(policy, ['File', 'FallbackToLogsOnError'], child(at, 'terminationMessagePolicy')),
    ...validateContainerPorts(container.ports, child(at, 'ports')),
    ...validateEnv(container.env, child(at, 'env'), options),
    ...validateEnvFrom(container.envFrom, child(at, 'envFrom')),
    ...validateVolumeMounts(container, volumes, child(at, 'volumeMounts')),
    ...validateVolumeDevices(container, volumes, child(at, 'volumeDevices')),
    ...validatePullPolicy(container.imagePullPolicy, child(at, 'imagePullPolicy')),
    ...validateContainerResources(container.resources ?? {}, claimNames, child(at, 'resources'), options),
    ...validateResizePolicy(container.resizePolicy, spec.restartPolicy ?? '', child(at, 'resizePolicy')),
    ...validateSecurityContext(container.securityContext, child(at, 'securityContext'), spec.hostUsers ?? true, options),
  ];
}

export function validateContainers(scope: PodScope, at: FieldPath): FieldError[] {
  const { spec, options } = scope;
  const containers = spec.containers ?? [];
  if (containers.length === 0) return [required(at)];
  const names = new Set<string>();
  return [
    ...each(containers, at, (container, path) => {
      const { name = '' } = container;
      const repeated = names.has(name);
      names.add(name);
      return [
        ...validateContainer(container, scope, path),
        ...(repeated ? [duplicate(child(path, 'name'), name)] : []),
        ...validateHooks(container, spec, path),
        ...(options.allowContainerRestartPolicyRules
          ? validateContainerRestartPolicy(container, path, options)
          : container.restartPolicy === undefined
            ? []
            : [forbidden(child(path, 'restartPolicy'), 'may not be set for non-init containers')]),
      ];
    }),
    ...validateHostPortConflicts(containers, at),
  ];
}

const validateHooks = (container: Container, { terminationGracePeriodSeconds: gracePeriod, os }: PodSpec, at: FieldPath): FieldError[] => [
  ...(container.lifecycle ? validateLifecycle(container.lifecycle, gracePeriod, os, child(at, 'lifecycle')) : []),
  ...validateProbes(container, gracePeriod, at),
];

export function validateInitContainers(scope: PodScope, at: FieldPath): FieldError[] {
  const { spec, options } = scope;
  const names = new Set((spec.containers ?? []).map(({ name = '' }) => name));
  return each(spec.initContainers, at, (container, path) => {
    const { name = '' } = container;
    const repeated = names.has(name);
    if (name !== '') names.add(name);
    return [
      ...validateContainer(container, scope, path),
      ...validateInitContainerRestartPolicy(container, path, options),
      ...(repeated ? [duplicate(child(path, 'name'), name)] : []),
      ...validateHostPortConflicts([container], at),
      ...(isRestartable(container) ? validateHooks(container, spec, path) : refuseHooks(container, path)),
      ...validateInitResizePolicy(container, path, options),
    ];
  });
}

const refuseHooks = (container: Container, at: FieldPath): FieldError[] =>
  (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    .filter((name) => container[name])
    .map((name) => forbidden(child(at, name), 'may not be set for init containers without restartPolicy=Always'));

function validateInitResizePolicy(container: Container, at: FieldPath, options: PodOptions): FieldError[] {
  const path = child(at, 'resizePolicy');
  const { resizePolicy = [] } = container;
  const mayRestart = isRestartable(container) || options.allowExistingRestartContainerForNonSidecarInitContainer;
  return each(resizePolicy, path, ({ restartPolicy }, policyPath) =>
    restartPolicy === 'RestartContainer' && !mayRestart
      ? [invalid(child(policyPath, 'restartPolicy'), restartPolicy, "must not be set to 'RestartContainer' for non-sidecar initContainers")]
      : [],
  );
}

const NOT_FOR_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

export function validateEphemeralContainers(scope: PodScope, at: FieldPath): FieldError[] {
  const others = new Set([...(scope.spec.containers ?? []), ...(scope.spec.initContainers ?? [])].map(({ name = '' }) => name));
  const names = new Set(others);
  return each(scope.spec.ephemeralContainers, at, (container, path) => {
    const { name = '', targetContainerName: target = '' } = container;
    const repeated = names.has(name);
    names.add(name);
    return [
      ...validateContainer(container, scope, path),
      ...validateImageSpaces(container, path),
      ...(repeated ? [duplicate(child(path, 'name'), name)] : []),
      ...(target !== '' && !others.has(target) ? [notFound(child(path, 'targetContainerName'), target)] : []),
      ...NOT_FOR_EPHEMERAL.filter((field) => isGiven(field, container[field])).map((field) =>
        forbidden(child(path, field), 'cannot be set for an Ephemeral Container'),
      ),
      ...each(container.volumeMounts, child(path, 'volumeMounts'), (mount, mountPath) =>
        (['subPath', 'subPathExpr'] as const)
          .filter((field) => mount[field])
          .map((field) => forbidden(child(mountPath, field), 'cannot be set for an Ephemeral Container')),
      ),
    ];
  });
}

/** Empty lists and objects count, except for resources, which are no pointer. */
const isGiven = (field: (typeof NOT_FOR_EPHEMERAL)[number], value: object | string | undefined): boolean =>
  value !== undefined && (field !== 'resources' || Object.keys(value).length > 0);

/** Pods, not templates, refuse images with space around. */
const validateImageSpaces = ({ image = '' }: Container | EphemeralContainer, at: FieldPath): FieldError[] =>
  image.trim() === image ? [] : [invalid(child(at, 'image'), image, 'must not have leading or trailing whitespace')];

export const validateImagesOf = (containers: readonly Container[] | undefined, at: FieldPath): FieldError[] =>
  (containers ?? []).flatMap((container, i) => validateImageSpaces(container, index(at, i)));
