import { allowPrivilegeEscalation } from './checks/allow-privilege-escalation.ts';
import { appArmorProfile } from './checks/app-armor-profile.ts';
import { capabilitiesBaseline } from './checks/capabilities-baseline.ts';
import { capabilitiesRestricted } from './checks/capabilities-restricted.ts';
import { hostNamespaces } from './checks/host-namespaces.ts';
import { hostPathVolumes } from './checks/host-path-volumes.ts';
import { hostPorts } from './checks/host-ports.ts';
import { hostProbesAndHostLifecycle } from './checks/host-probes-and-host-lifecycle.ts';
import { privileged } from './checks/privileged.ts';
import { procMount, procMountRestricted } from './checks/proc-mount.ts';
import { restrictedVolumes } from './checks/restricted-volumes.ts';
import { runAsNonRoot } from './checks/run-as-non-root.ts';
import { runAsUser } from './checks/run-as-user.ts';
import { seLinuxOptions } from './checks/se-linux-options.ts';
import { seccompProfileBaseline, seccompProfileRestricted } from './checks/seccomp-profile.ts';
import { sysctls } from './checks/sysctls.ts';
import { windowsHostProcess } from './checks/windows-host-process.ts';
import type { AdmissionContext } from '../../plugin.ts';
import type { CheckVersion, PodLike, PodSecurityCheck, Violation } from './check.ts';
import type { LevelVersion } from './policy.ts';

/** Baseline checks, then restricted ones, each by id: the order in which violations are told. */
export const CHECKS: readonly PodSecurityCheck[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** A check as it is at some version. */
export interface ApplyingCheck extends CheckVersion {
  readonly id: string;
}

/** What a pod violates of a level at a version. `newest` is the minor release of the server, which knows no later rules. */
export const evaluate = (level: LevelVersion, pod: PodLike, newest: number): Violation[] =>
  checksOf(level, newest).flatMap(({ check }) => check(pod) ?? []);

const known = new Map<string, readonly ApplyingCheck[]>();

/** The checks that a level consists of at a version, in the order in which violations are told. */
export function checksOf({ level, version }: LevelVersion, newest: number): readonly ApplyingCheck[] {
  if (level === 'privileged') return [];
  const minor = version === 'latest' ? newest : Math.min(version, newest);
  const key = `${level} ${minor}`;
  let checks = known.get(key);
  if (!checks) known.set(key, (checks = checksAt(level, minor)));
  return checks;
}

function checksAt(level: LevelVersion['level'], minor: number): readonly ApplyingCheck[] {
  const applying = CHECKS.flatMap((check) => {
    const revision = check.level === 'restricted' && level === 'baseline' ? undefined : revisionAt(check, minor);
    return revision ? [{ id: check.id, ...revision }] : [];
  });
  const overridden = applying.flatMap(({ overrides = [] }) => overrides);
  return applying.filter(({ id }) => !overridden.includes(id));
}

/** The minor release of the server. */
export const minorOf = ({ registry }: Pick<AdmissionContext, 'registry'>): number => Number(registry.release.split('.')[1]);

const revisionAt = ({ versions }: PodSecurityCheck, minor: number): CheckVersion | undefined =>
  versions.findLast(({ since }) => since <= minor);

/** `host ports (8080), privileged (container "a" must not …)`. */
export const violationText = (violations: readonly Violation[]): string =>
  violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
