import { duplicate, invalid, notSupported, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { AppArmorProfile, PodSecurityContext, PodSpec, SeccompProfile, SecurityContext } from '../../../model/kinds/core-v1.ts';
import { byteLength } from '../byte-length.ts';
import { asJson, each, invalidBecause, oneOf } from '../checks.ts';
import { shown } from '../go-form.ts';
import { isUserOrGroupId } from '../names.ts';
import { validateLocalDescendingPath } from '../paths.ts';
import { securityContext as securityContextForm, seccompProfile as seccompProfileForm } from './go-forms.ts';
import type { PodOptions } from './options.ts';
import { validateWindowsOptions } from './windows-options.ts';

const validateId = (id: number | undefined, at: FieldPath): FieldError[] =>
  id === undefined ? [] : invalidBecause(isUserOrGroupId(id), at, id);

/** A container's. `hostUsers` is whether the pod shares the host's user namespace. */
export function validateSecurityContext(
  context: SecurityContext | undefined,
  at: FieldPath,
  hostUsers: boolean,
  options: PodOptions,
): FieldError[] {
  if (!context) return [];
  return [
    ...validateId(context.runAsUser, child(at, 'runAsUser')),
    ...validateId(context.runAsGroup, child(at, 'runAsGroup')),
    ...validateProcMount(context.procMount, hostUsers, child(at, 'procMount')),
    ...validateSeccompProfile(context.seccompProfile, child(at, 'seccompProfile')),
    ...validatePrivilegeEscalation(context, at, options),
    ...validateWindowsOptions(context.windowsOptions, child(at, 'windowsOptions')),
    ...validateAppArmorProfile(context.appArmorProfile, child(at, 'appArmorProfile')),
  ];
}

function validateProcMount(procMount: string | undefined, hostUsers: boolean, at: FieldPath): FieldError[] {
  if (procMount === undefined) return [];
  const isUnmasked = hostUsers && procMount === 'Unmasked';
  return [
    ...oneOf(procMount, ['Default', 'Unmasked'], at),
    ...(isUnmasked ? [invalid(at, procMount, '`hostUsers` must be false to use `Unmasked`')] : []),
  ];
}

function validatePrivilegeEscalation(context: SecurityContext, at: FieldPath, options: PodOptions): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const whole = shown(securityContextForm, context);
  const admin = options.allowSysAdminWhenPrivilegeEscalationFalse
    ? []
    : (context.capabilities?.add ?? []).filter((name) => name === 'CAP_SYS_ADMIN');
  return [
    ...(context.privileged ? [invalid(at, whole, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true')] : []),
    ...admin.map(() => invalid(at, whole, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN')),
  ];
}

function validateSeccompProfile(profile: SeccompProfile | undefined, at: FieldPath): FieldError[] {
  if (!profile) return [];
  const { type = '', localhostProfile } = profile;
  const path = child(at, 'localhostProfile');
  const typeErrors =
    type === ''
      ? [required(child(at, 'type'), 'type is required when seccompProfile is set')]
      : oneOf(type, ['Localhost', 'RuntimeDefault', 'Unconfined'], child(at, 'type'));
  if (type === 'Localhost') {
    return [
      ...typeErrors,
      ...(localhostProfile === undefined
        ? [required(path, 'must be set when seccomp type is Localhost')]
        : validateLocalDescendingPath(localhostProfile, path)),
    ];
  }
  return [
    ...typeErrors,
    ...(localhostProfile === undefined
      ? []
      : [invalid(path, shown(seccompProfileForm, profile), 'can only be set when seccomp type is Localhost')]),
  ];
}

const MAX_LOCALHOST_PROFILE = 4095;

export function validateAppArmorProfile(profile: AppArmorProfile | undefined, at: FieldPath): FieldError[] {
  if (!profile) return [];
  const { type = '', localhostProfile } = profile;
  const path = child(at, 'localhostProfile');
  switch (type) {
    case 'Localhost':
      return localhostProfile === undefined
        ? [required(path, 'must be set when AppArmor type is Localhost')]
        : validateAppArmorName(localhostProfile, path);
    case 'RuntimeDefault':
    case 'Unconfined':
      return localhostProfile === undefined ? [] : [invalid(path, localhostProfile, 'can only be set when AppArmor type is Localhost')];
    case '':
      return [required(child(at, 'type'), 'type is required when appArmorProfile is set')];
    default:
      return [notSupported(child(at, 'type'), asJson(type), ['Localhost', 'RuntimeDefault', 'Unconfined'])];
  }
}

function validateAppArmorName(name: string, at: FieldPath): FieldError[] {
  const trimmed = name.trim();
  return [
    ...(trimmed !== name
      ? [invalid(at, name, 'must not be padded with whitespace')]
      : trimmed === ''
        ? [required(at, 'must be set when AppArmor type is Localhost')]
        : []),
    ...(byteLength(name) > MAX_LOCALHOST_PROFILE ? [tooLong(at, MAX_LOCALHOST_PROFILE)] : []),
  ];
}

/** A pod's. */
export function validatePodSecurityContext(
  context: PodSecurityContext | undefined,
  spec: PodSpec,
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  if (!context) return [];
  const { fsGroupChangePolicy, supplementalGroupsPolicy } = context;
  return [
    ...validateId(context.fsGroup, child(at, 'fsGroup')),
    ...validateId(context.runAsUser, child(at, 'runAsUser')),
    ...validateId(context.runAsGroup, child(at, 'runAsGroup')),
    ...each(context.supplementalGroups, child(at, 'supplementalGroups'), validateId),
    ...validateSysctls(context, spec, child(at, 'sysctls'), options),
    ...(fsGroupChangePolicy === undefined
      ? []
      : oneOf(fsGroupChangePolicy, ['Always', 'OnRootMismatch'], child(at, 'fsGroupChangePolicy'))),
    ...validateSeccompProfile(context.seccompProfile, child(at, 'seccompProfile')),
    ...validateWindowsOptions(context.windowsOptions, child(at, 'windowsOptions')),
    ...validateAppArmorProfile(context.appArmorProfile, child(at, 'appArmorProfile')),
    ...(supplementalGroupsPolicy === undefined
      ? []
      : oneOf(supplementalGroupsPolicy, ['Merge', 'Strict'], child(at, 'supplementalGroupsPolicy'))),
    ...validateSeLinuxChangePolicy(context.seLinuxChangePolicy, child(at, 'seLinuxChangePolicy'), options),
  ];
}

const validateSeLinuxChangePolicy = (policy: string | undefined, at: FieldPath, options: PodOptions): FieldError[] =>
  policy === undefined
    ? []
    : oneOf(policy, options.allowOnlyRecursiveSELinuxChangePolicy ? ['Recursive'] : ['MountOption', 'Recursive'], at);

const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const sysctlPattern = new RegExp(SYSCTL);
const MAX_SYSCTL = 253;

function validateSysctls({ sysctls }: PodSecurityContext, spec: PodSpec, at: FieldPath, options: PodOptions): FieldError[] {
  const seen = new Set<string>();
  return (sysctls ?? []).flatMap(({ name = '' }, i) => {
    const path = child(index(at, i), 'name');
    const errors = validateSysctlName(name, seen, path);
    seen.add(name);
    const host = options.allowNamespacedSysctlsForHostNetAndHostIPC ? undefined : hostSysctlProblem(name, spec);
    return host === undefined ? errors : [...errors, invalid(path, name, host)];
  });
}

function validateSysctlName(name: string, seen: ReadonlySet<string>, at: FieldPath): FieldError[] {
  if (name === '') return [required(at)];
  if (byteLength(name) > MAX_SYSCTL || !sysctlPattern.test(name))
    return [invalid(at, name, `must have at most ${MAX_SYSCTL} characters and match regex ${SYSCTL}`)];
  return seen.has(name) ? [duplicate(at, name)] : [];
}

const IPC_SYSCTLS = 'sem shmall shmmax shmmni shm_rmid_forced shm msgmax msgmnb msgmni msg'.split(' ').map((name) => `kernel.${name}`);

/** Why a sysctl clashes with the host's namespaces that the pod shares; undefined when it does not. */
export function hostSysctlProblem(sysctl: string, { hostNetwork, hostIPC }: PodSpec): string | undefined {
  const [name = ''] = withDots(sysctl).split('*', 1);
  const isNetwork = name.startsWith('net.');
  const isIpc = IPC_SYSCTLS.includes(name) || name.startsWith('fs.mqueue.');
  if (hostNetwork && isNetwork) return "may not be specified when 'hostNetwork' is true";
  return hostIPC && isIpc ? "may not be specified when 'hostIPC' is true" : undefined;
}

/** `net/ipv4/conf/eth0.100/forwarding` → `net.ipv4.conf.eth0/100.forwarding`: the first separator decides which one it is. */
function withDots(sysctl: string): string {
  const first = sysctl.search(/[./]/);
  if (first < 0 || sysctl[first] === '.') return sysctl;
  return sysctl.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}
