import { goQuote } from '../../../../model/go-text.ts';
import { contextsOf, plural, quoted, settersOf, sortedSet, type PodLike, type PodSecurityCheck, type Violation } from '../check.ts';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const isBadType = (type: string | undefined): boolean => type !== 'RuntimeDefault' && type !== 'Localhost';
const isBadAnnotation = (value: string): boolean => value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/');

function check(pod: PodLike): Violation | undefined {
  const setters = settersOf(pod, ({ appArmorProfile }) => appArmorProfile !== undefined && isBadType(appArmorProfile.type));
  const types = contextsOf(pod).flatMap(({ appArmorProfile }) =>
    appArmorProfile && isBadType(appArmorProfile.type) ? [appArmorProfile.type ?? ''] : [],
  );
  const annotations = Object.entries(pod.metadata.annotations ?? {})
    .filter(([name, value]) => name.startsWith(PREFIX) && isBadAnnotation(value))
    .map(([name, value]) => `${name}=${goQuote(value)}`)
    .sort();
  const all = [...(setters === '' ? [] : [setters]), ...(annotations.length > 0 ? [plural('annotation', annotations)] : [])];
  if (all.length === 0) return undefined;
  const values = [...sortedSet(types), ...annotations];
  return {
    reason: plural('forbidden AppArmor profile', values),
    detail: `${all.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
}

export const appArmorProfile: PodSecurityCheck = { id: 'appArmorProfile', level: 'baseline', versions: [{ since: 0, check }] };
