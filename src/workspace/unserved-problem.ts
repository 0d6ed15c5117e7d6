import { apiVersionOf, parseApiVersion } from '../model/group-version-kind.ts';
import { child, root } from '../model/field-path.ts';
import type { JsonObject } from '../model/json.ts';
import { whyUnserved, type Replacement } from '../schema/lifecycle.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Problem } from './problem.ts';

/** What took the place of kinds that have no successor of the same name. */
const INSTEAD: Readonly<Record<string, string>> = {
  PodSecurityPolicy: 'Pod Security Admission took its place: labels of the namespace, pod-security.kubernetes.io/enforce and the like.',
  PodPreset: 'A MutatingAdmissionPolicy or a webhook can do the same.',
  ResourceClass: 'DeviceClass in resource.k8s.io/v1 took its place.',
};

/** Why a built-in API is not served: removed, off by default, or of a later release. `error` is what a client says. Undefined for all other kinds. */
export function unservedProblem(error: string, value: JsonObject, registry: SchemaRegistry): Problem | undefined {
  const { apiVersion, kind } = value;
  const parsed = typeof apiVersion === 'string' ? parseApiVersion(apiVersion) : undefined;
  if (!parsed || typeof kind !== 'string') return undefined;
  const gvk = { ...parsed, kind };
  const why = whyUnserved(gvk, registry);
  const at = { severity: 'error', path: child(root, 'apiVersion') } as const;
  switch (why?.reason) {
    case undefined:
      return undefined;
    case 'removed': {
      const note = why.replacement ? useText(why.replacement) : INSTEAD[kind];
      return {
        ...at,
        code: 'reference/removed-api',
        message: `${error}: removed in Kubernetes ${why.since}`,
        ...(note !== undefined && { note }),
      };
    }
    case 'disabled': {
      const drydock = why.known ? `--enable-api ${apiVersionOf(gvk)} makes Drydock do so` : 'Drydock has no schema of it';
      const on = why.replacement ? ` ${apiVersionOf(why.replacement.gvk)} is on by default.` : '';
      const note = `kube-apiserver serves it with ${why.flags.join(' ')}; ${drydock}.${on}`;
      return { ...at, code: 'reference/disabled-api', message: `${error}: off by default`, note };
    }
    case 'later': {
      const message = `${error}: served from Kubernetes ${why.introduced} on, this is ${registry.release}`;
      return { ...at, code: 'reference/unknown-kind', message, ...(why.replacement && { note: useText(why.replacement) }) };
    }
  }
}

function useText({ gvk, introduced, flags }: Replacement): string {
  const since = introduced === undefined ? '' : `, available since ${introduced}`;
  const off = flags.length === 0 ? '' : `; it is off by default (${flags.join(' ')})`;
  return `Use ${apiVersionOf(gvk)}${since}${off}.`;
}
