import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { PodSpec, WindowsSecurityContextOptions } from '../../../model/kinds/core-v1.ts';
import { byteLength } from '../byte-length.ts';
import { asJson } from '../checks.ts';
import { isDns1123Subdomain } from '../names.ts';
import { containersOf } from './containers-of.ts';

const MAX_CREDENTIAL_SPEC_KIB = 64;
const MAX_DOMAIN = 256;
const MAX_USER = 104;
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);
const FORBIDDEN_IN_USER = /["/\\:;|=,+*?<>@[\]]/;

const CONTROL = /[\x00-\x1f\x7f]/;

export function validateWindowsOptions(options: WindowsSecurityContextOptions | undefined, at: FieldPath): FieldError[] {
  if (!options) return [];
  const { gmsaCredentialSpecName: specName, gmsaCredentialSpec: spec, runAsUserName: userName } = options;
  const refuse = (field: string, value: string, detail: string): FieldError => invalid(child(at, field), asJson(value), detail);
  return [
    ...(specName === undefined ? [] : isDns1123Subdomain(specName).map((message) => refuse('gmsaCredentialSpecName', specName, message))),
    ...(spec === undefined ? [] : credentialSpecProblems(spec).map((message) => refuse('gmsaCredentialSpec', spec, message))),
    ...(userName === undefined ? [] : userNameProblems(userName).map((message) => refuse('runAsUserName', userName, message))),
  ];
}

function credentialSpecProblems(spec: string): string[] {
  if (spec === '') return ['gmsaCredentialSpec cannot be an empty string'];
  return byteLength(spec) > MAX_CREDENTIAL_SPEC_KIB * 1024 ? [`gmsaCredentialSpec size must be under ${MAX_CREDENTIAL_SPEC_KIB} KiB`] : [];
}

/** `DOMAIN\user`, or `user`. */
function userNameProblems(userName: string): string[] {
  if (userName === '') return ['runAsUserName cannot be an empty string'];
  if (CONTROL.test(userName)) return ['runAsUserName cannot contain control characters'];
  const parts = userName.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const [domain, user = ''] = parts.length === 2 ? parts : [undefined, parts[0]];
  return [...(domain === undefined ? [] : domainProblems(domain)), ...userProblems(user)];
}

const domainProblems = (domain: string): string[] => [
  ...(byteLength(domain) >= MAX_DOMAIN ? [`runAsUserName's Domain length must be under ${MAX_DOMAIN} characters`] : []),
  ...(NETBIOS.test(domain) || (domain.length <= MAX_DOMAIN && DNS.test(domain))
    ? []
    : ["runAsUserName's Domain doesn't match the NetBios nor the DNS format"]),
];

const userProblems = (user: string): string[] => [
  ...(user === '' ? ["runAsUserName's User cannot be empty"] : []),
  ...(byteLength(user) > MAX_USER ? [`runAsUserName's User length must not be longer than ${MAX_USER} characters`] : []),
  ...(/^[. ]+$/.test(user) ? ["runAsUserName's User cannot contain only periods or spaces"] : []),
  ...(FORBIDDEN_IN_USER.test(user) ? ['runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]'] : []),
];

/** Containers with the host's rights on Windows: all of a pod or none, and on the host's network. */
export function validateWindowsHostProcess(spec: PodSpec, at: FieldPath): FieldError[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const placed = containersOf(spec, at).map(({ container, at: path }) => ({
    own: container.securityContext?.windowsOptions?.hostProcess,
    path,
  }));
  const count = placed.filter(({ own }) => own ?? ofPod ?? false).length;
  const mismatches = placed
    .filter(({ own }) => ofPod !== undefined && own !== undefined && own !== ofPod)
    .map(({ own, path }) =>
      invalid(
        child(path, 'securityContext', 'windowsOptions', 'hostProcess'),
        own,
        `pod hostProcess value must be identical if both are specified, was ${String(ofPod)}`,
      ),
    );
  if (count === 0) return mismatches;
  return [
    ...mismatches,
    ...(count === placed.length
      ? []
      : [invalid(at, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers')]),
    ...(spec.hostNetwork
      ? []
      : [invalid(child(at, 'hostNetwork'), false, 'hostNetwork must be true if pod contains any hostProcess containers')]),
  ];
}

const WINDOWS_POD_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const WINDOWS_CONTAINER_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** Fields that make no sense on Windows. */
export function validateWindowsPod(spec: PodSpec, at: FieldPath): FieldError[] {
  const refuse = (...path: readonly string[]): FieldError => forbidden(child(at, ...path), 'cannot be set for a windows pod');
  const { securityContext } = spec;
  const isSet = (name: (typeof WINDOWS_POD_FIELDS)[number]): boolean =>
    name === 'sysctls' ? (securityContext?.sysctls?.length ?? 0) > 0 : securityContext?.[name] !== undefined;
  return [
    ...WINDOWS_POD_FIELDS.filter(isSet).map((name) => refuse('securityContext', name)),
    ...(['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const)
      .filter((name) => (name === 'hostPID' || name === 'hostIPC' ? spec[name] === true : spec[name] !== undefined))
      .map((name) => refuse(name)),
    ...containersOf(spec, at).flatMap(({ container, at: path }) =>
      WINDOWS_CONTAINER_FIELDS.filter((name) => container.securityContext?.[name] !== undefined).map((name) =>
        forbidden(child(path, 'securityContext', name), 'cannot be set for a windows pod'),
      ),
    ),
  ];
}

/** Fields that make no sense on Linux. */
export function validateLinuxPod(spec: PodSpec, at: FieldPath): FieldError[] {
  const refuse = (path: FieldPath): FieldError =>
    forbidden(child(path, 'securityContext', 'windowsOptions'), 'windows options cannot be set for a linux pod');
  return [
    ...(spec.securityContext?.windowsOptions ? [refuse(at)] : []),
    ...containersOf(spec, at)
      .filter(({ container }) => container.securityContext?.windowsOptions)
      .map(({ at: path }) => refuse(path)),
  ];
}
