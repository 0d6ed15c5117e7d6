import type { GroupVersionKind } from '../../model/group-version-kind.ts';
import type { Resource } from '../../schema/registry.ts';
import type { AdmissionRequest } from '../plugin.ts';

/** `request` as expressions see it: what the policy matched the request as, and what it was sent as. Empty texts are absent. */
export function requestValue(request: AdmissionRequest, matched: Resource, kind: GroupVersionKind): Readonly<Record<string, unknown>> {
  const { user, subresource, resource, operation, dryRun } = request;
  return {
    kind: kindValue(kind),
    resource: resourceValue(matched),
    requestKind: kindValue(request.gvk),
    requestResource: resourceValue(resource),
    ...given({ subResource: subresource, requestSubResource: subresource, name: request.name, namespace: request.namespace }),
    operation,
    userInfo: {
      ...given({ username: user.username, uid: user.uid ?? '' }),
      ...(user.groups.length > 0 && { groups: user.groups }),
      ...(Object.keys(user.extra ?? {}).length > 0 && { extra: user.extra }),
    },
    dryRun,
    options: operation === 'CONNECT' ? null : optionsValue(operation, dryRun),
  };
}

const optionsValue = (operation: keyof typeof OPTIONS, dryRun: boolean): Readonly<Record<string, unknown>> => ({
  kind: OPTIONS[operation],
  apiVersion: 'meta.k8s.io/v1',
  ...(dryRun && { dryRun: ['All'] }),
  ...sentWith(operation),
});

const OPTIONS = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions' } as const;

/** What `kubectl apply` adds to writes. */
const sentWith = (operation: keyof typeof OPTIONS): Readonly<Record<string, string>> =>
  operation === 'DELETE' ? {} : { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' };

const kindValue = ({ group, version, kind }: GroupVersionKind): Readonly<Record<string, string>> => ({ group, version, kind });

const resourceValue = ({ gvk: { group, version }, plural }: Resource): Readonly<Record<string, string>> => ({
  group,
  version,
  resource: plural,
});

/** Without empty texts: expressions see undefined members as absent. */
function given(texts: Record<string, string | undefined>): Readonly<Record<string, string | undefined>> {
  for (const name of Object.keys(texts)) texts[name] ||= undefined;
  return texts;
}
