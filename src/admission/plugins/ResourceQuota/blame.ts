import { child, fieldPath, index, key, type FieldPath } from '../../../model/field-path.ts';
import type { Container, PersistentVolumeClaim, Pod } from '../../../model/kinds/core-v1.ts';
import { typedObject, type QuotaObject } from '../../../model/quota/evaluator.ts';
import type { BlamedField } from '../../plugin.ts';

/** The fields of an object that ask for what a quota has under these names; none where it counts objects rather than amounts. */
export const askingFor = (object: QuotaObject, names: Iterable<string>): readonly BlamedField[] =>
  amountFields(object, names).flatMap(({ path, isThere }) => (isThere ? [{ path }] : []));

/** The fields in which an object ought to say how much it wants of what a quota has under these names. */
export const silentOn = (object: QuotaObject, names: Iterable<string>): readonly BlamedField[] =>
  amountFields(object, names).flatMap(({ path, isThere }) => (isThere ? [] : [{ path }]));

interface AmountField {
  readonly path: FieldPath;
  readonly isThere: boolean;
}

function amountFields(object: QuotaObject, names: Iterable<string>): AmountField[] {
  const amounts = [...names].flatMap((name) => amountNamed(name) ?? []);
  return holdersOf(object).flatMap(({ resources = {}, path }) =>
    amounts.map(({ list, resource }) => ({
      path: key(child(path, 'resources', list), resource),
      isThere: Object.hasOwn(resources[list] ?? {}, resource),
    })),
  );
}

type Holder = Pick<Container, 'resources'> & { readonly path: FieldPath };

/** The parts of an object that have requests and limits: containers, a claim. */
function holdersOf(object: QuotaObject): Holder[] {
  const { resources } = typedObject<PersistentVolumeClaim>(object).spec ?? {};
  const { containers = [], initContainers = [] } = typedObject<Pod>(object).spec ?? {};
  const ofPod = Object.entries({ containers, initContainers }).flatMap(([list, all]) =>
    all.map((container, i) => ({ ...container, path: index(fieldPath('spec', list), i) })),
  );
  return [...ofPod, ...(resources ? [{ resources, path: fieldPath('spec') }] : [])];
}

/** `cpu` and `requests.cpu` are requests; what counts objects is no amount. */
function amountNamed(name: string): { readonly list: 'requests' | 'limits'; readonly resource: string } | undefined {
  const [, list, resource = ''] = /^(requests|limits)\.(.+)$/.exec(name) ?? [];
  if (list === 'limits') return { list, resource };
  if (list === 'requests') return { list, resource };
  return PLAIN.test(name) ? { list: 'requests', resource: name } : undefined;
}

const PLAIN = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;
