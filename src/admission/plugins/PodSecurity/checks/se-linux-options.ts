import type { SELinuxOptions } from '../../../../model/kinds/core-v1.ts';
import { contextsOf, plural, quoted, settersOf, sortedSet, type CheckVersion, type PodSecurityCheck } from '../check.ts';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

const checkFor =
  (types: readonly string[]): CheckVersion['check'] =>
  (pod) => {
    const isBad = ({ type = '', user, role }: SELinuxOptions): boolean => !types.includes(type) || Boolean(user) || Boolean(role);
    const setters = settersOf(pod, ({ seLinuxOptions }) => seLinuxOptions !== undefined && isBad(seLinuxOptions));
    if (setters === '') return undefined;
    const options = contextsOf(pod).flatMap(({ seLinuxOptions: each }) => (each ? [each] : []));
    const bad = sortedSet(options.map(({ type = '' }) => type).filter((type) => !types.includes(type)));
    const details = [
      ...(bad.length > 0 ? [`${plural('type', bad)} ${quoted(bad)}`] : []),
      ...(options.some(({ user }) => user) ? ['user may not be set'] : []),
      ...(options.some(({ role }) => role) ? ['role may not be set'] : []),
    ];
    return { reason: 'seLinuxOptions', detail: `${setters} set forbidden securityContext.seLinuxOptions: ${details.join('; ')}` };
  };

export const seLinuxOptions: PodSecurityCheck = {
  id: 'seLinuxOptions',
  level: 'baseline',
  versions: [
    { since: 0, check: checkFor(TYPES) },
    { since: 31, check: checkFor([...TYPES, 'container_engine_t']) },
  ],
};
