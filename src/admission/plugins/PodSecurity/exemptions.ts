import { goQuote } from '../../../model/go-text.ts';
import { deepEqual } from '../../../model/json.ts';
import type { PodSpec } from '../../../model/kinds/core-v1.ts';
import type { AdmissionContext, AdmissionRequest } from '../../plugin.ts';
import { levelVersionText, MODES, speaksOf, type LevelVersion, type Policy } from './policy.ts';

const exemptionsOf = ({ configuration }: AdmissionContext) => configuration?.podSecurity?.exemptions ?? {};

/** Whether nobody asks what goes into a namespace. */
export const isExemptNamespace = (name: string, context: AdmissionContext): boolean =>
  exemptionsOf(context).namespaces?.includes(name) ?? false;

export const isExemptUser = ({ user }: AdmissionRequest, context: AdmissionContext): boolean =>
  exemptionsOf(context).usernames?.includes(user.username) ?? false;

export const isExemptPod = ({ runtimeClassName = '' }: PodSpec, context: AdmissionContext): boolean =>
  runtimeClassName !== '' && (exemptionsOf(context).runtimeClasses?.includes(runtimeClassName) ?? false);

/** What is said of a namespace whose labels ask for something although it is exempt; undefined when they ask for nothing else than the defaults. */
export function exemptNamespaceWarning(
  name: string,
  policy: Policy,
  defaults: Policy,
  labels: Readonly<Record<string, string>>,
): string | undefined {
  const isDefault = MODES.every((mode) => areEquivalent(policy[mode], defaults[mode]));
  if (isDefault || MODES.every((mode) => policy[mode].level === 'privileged')) return undefined;
  const told = MODES.filter((mode) => policy[mode].level !== 'privileged' && speaksOf(mode, labels));
  const text = told.map((mode) => `${mode}=${levelVersionText(policy[mode])}`).join(', ');
  return `namespace ${goQuote(name)} is exempt from Pod Security, and the policy (${text}) will be ignored`;
}

/** The version of a level that asks for nothing does not matter. */
const areEquivalent = (a: LevelVersion, b: LevelVersion): boolean =>
  a.level === 'privileged' ? b.level === 'privileged' : deepEqual(a, b);
