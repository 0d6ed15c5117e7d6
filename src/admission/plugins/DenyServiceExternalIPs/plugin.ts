import { fieldPath } from '../../../model/field-path.ts';
import type { Service } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';

/** Services get no new external addresses; those that they have may stay. */
export const denyServiceExternalIPs: AdmissionPlugin = {
  name: 'DenyServiceExternalIPs',
  isOptional: true,
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, '', 'services'),
  validate({ object, old }) {
    const known = old ? addressesOf(typed<Service>(old)) : [];
    const isNew = object && addressesOf(typed<Service>(object)).some((address) => !known.includes(address));
    return isNew ? forbidden('Use of external IPs is denied by admission control', at(fieldPath('spec', 'externalIPs'))) : undefined;
  },
};

const addressesOf = ({ spec }: Service): readonly string[] => spec?.externalIPs ?? [];
