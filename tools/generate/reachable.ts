import type { GoType, SchemaRegistry } from '../../src/schema/registry.ts';

/** Names of all structs that the resources of a release and metav1.Status are made of, in the order in which they are met. */
export function reachableStructs(registry: SchemaRegistry, roots: readonly string[] = rootsOf(registry)): Set<string> {
  const found = new Set<string>();
  const visitType = (type: GoType): void => {
    if ('element' in type) visitType(type.element);
    else if (type.kind === 'struct') visit(type.name);
    else if (type.kind.startsWith('schema-or')) visit(type.name.replace(/Or(Array|Bool|StringArray)$/, ''));
  };
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const field of registry.struct(name).fields) visitType(field.type);
  };
  for (const root of roots) visit(root);
  return found;
}

/** Resources, and the kinds that only subresources take. */
function rootsOf(registry: SchemaRegistry): string[] {
  const others = [
    'k8s.io/apimachinery/pkg/apis/meta/v1.Status',
    'k8s.io/api/autoscaling/v1.Scale',
    'k8s.io/api/policy/v1.Eviction',
    'k8s.io/api/authentication/v1.TokenRequest',
  ];
  return [...registry.resources().map(({ type }) => type), ...others];
}
