import type { LimitRange, PersistentVolumeClaim, Pod } from '../../../model/kinds/core-v1.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden, isAbout, isResize, typed } from '../../typed.ts';
import { applyContainerDefaults } from './container-defaults.ts';
import { claimObjections, podObjections } from './limits.ts';

/** Containers get the namespace's default requests and limits; pods and claims keep within its bounds. */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  handles: (request) =>
    (request.operation === 'CREATE' && isAbout(request, '', 'pods')) ||
    (request.operation !== 'DELETE' &&
      (isResize(request) || isAbout(request, '', 'persistentvolumeclaims')) &&
      request.old?.metadata.deletionTimestamp === undefined),
  admit(request, context) {
    if (!isAboutPod(request)) return undefined;
    for (const range of rangesOf(request, context)) applyContainerDefaults(typed<Pod>(request.object), range.spec?.limits ?? []);
    return undefined;
  },
  validate(request, context) {
    for (const range of rangesOf(request, context)) {
      const denial = objection(request, range);
      if (denial) return denial;
    }
    return undefined;
  },
};

const isAboutPod = (request: AdmissionRequest): boolean => isAbout(request, '', 'pods') || isResize(request);

const rangesOf = ({ namespace }: AdmissionRequest, { cluster }: AdmissionContext): readonly LimitRange[] =>
  cluster.store.list({ group: '', kind: 'LimitRange' }, namespace).map((object) => typed<LimitRange>(object));

function objection(request: AdmissionRequest, { spec }: LimitRange): Denial | undefined {
  if (!request.object) return undefined;
  const limits = spec?.limits ?? [];
  const objections = isAboutPod(request)
    ? podObjections(typed<Pod>(request.object), limits)
    : claimObjections(typed<PersistentVolumeClaim>(request.object), limits);
  const distinct = [...new Set(objections.map(({ objection }) => objection))];
  if (distinct.length === 0) return undefined;
  return forbidden(distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`, () => objections);
}
