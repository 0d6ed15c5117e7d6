import type { ResourceQuota } from '../../../model/kinds/core-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { compareQuantities } from '../../shared/quantities.ts';
import { roundUpResourceList } from '../../shared/resource-list.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validateResourceQuota, validateResourceQuotaUpdate } from './validate.ts';

export const resourceQuotaStrategy = defineStrategy<ResourceQuota>({
  gvk: { group: '', version: 'v1', kind: 'ResourceQuota' },
  defaults({ spec, status }) {
    for (const list of [spec?.hard, status?.hard, status?.used]) roundUpResourceList(list);
  },
  prepareForCreate: dropStatus,
  prepareForUpdate: keepStatus,
  prepareForStatusUpdate: keepSpec,
  validate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
  warnings: ({ spec }, old, { release }) =>
    old || !isSince(release, '1.35')
      ? []
      : ['cpu', 'memory', 'storage', 'ephemeral-storage'].flatMap((name) => warnAboutLimit(name, spec?.hard ?? {})),
});

/** Requests beyond what limits allow can never be used. */
function warnAboutLimit(name: string, hard: Readonly<Record<string, string>>): string[] {
  const names = [`requests.${name}`, ...(name === 'cpu' || name === 'memory' ? [name] : [])];
  const requestName = names.find((item) => hard[item] !== undefined) ?? '';
  const [request, limit] = [hard[requestName], hard[`limits.${name}`]];
  if (request === undefined || limit === undefined || compareQuantities(request, limit) <= 0) return [];
  return [`ResourceQuota ${requestName} (${request}) should be less than limits.${name} (${limit})`];
}
