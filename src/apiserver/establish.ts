import { DEFINITIONS } from '../cluster/definitions.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { goQuote } from '../model/go-text.ts';
import { deepEqual } from '../model/json.ts';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
} from '../model/kinds/apiextensions-v1.ts';
import { approvalOf } from '../validate/apiextensions/custom-resource-definition/api-approval.ts';
import type { ServerContext } from './server-context.ts';

/**
 * What controllers inside of the API server do to a CRD once it is written: its names are accepted unless another CRD of the group has them, and then
 * its kinds are served. Other objects are left alone.
 */
export function establishDefinition({ cluster }: ServerContext, written: KubernetesObject): void {
  if (written.kind !== DEFINITIONS.kind || written.metadata.deletionTimestamp !== undefined) return;
  const crd: CustomResourceDefinition = written;
  const { spec = {}, status = {} } = crd;
  const others = cluster.store.definitions(spec.group ?? '').filter(({ metadata }) => metadata.name !== written.metadata.name);
  const { names, problem } = acceptNames(spec.names ?? {}, status.acceptedNames ?? {}, others);
  const conditions = [namesCondition(problem), ...established(status.conditions, problem), ...approvalConditions(crd)];
  const now = cluster.clock.timestamp();
  const merged = conditions.reduce((list, each) => withCondition(list, each, now), status.conditions ?? []);
  cluster.store.put({ ...written, status: { ...status, acceptedNames: names, conditions: merged } });
}

/** Whether requests for the kinds of a CRD are answered; one that nothing is said about was never looked at by the server. */
export function isServed({ status }: CustomResourceDefinition): boolean {
  const conditions = status?.conditions ?? [];
  const isTrue = (name: string): boolean => conditions.some(({ type, status }) => type === name && status === 'True');
  return conditions.length === 0 || isTrue('NamesAccepted') || isTrue('Established');
}

interface Accepted {
  readonly names: CustomResourceDefinitionNames;
  /** The last name that is taken. */
  readonly problem: { readonly reason: string; readonly message: string } | undefined;
}

function acceptNames(
  asked: CustomResourceDefinitionNames,
  had: CustomResourceDefinitionNames,
  others: readonly CustomResourceDefinition[],
): Accepted {
  const taken = others.map(({ status }) => status?.acceptedNames ?? {});
  const resources = new Set(taken.flatMap(({ plural = '', singular = '', shortNames = [] }) => [plural, singular, ...shortNames]));
  const kinds = new Set(taken.flatMap(({ kind = '', listKind = '' }) => [kind, listKind]));
  const names: CustomResourceDefinitionNames = { ...had };
  let problem: Accepted['problem'];
  const check = (
    label: string,
    wanted: readonly string[],
    present: readonly string[],
    used: ReadonlySet<string>,
    accept: () => void,
  ): void => {
    const clashes = wanted.filter((name) => !present.includes(name) && used.has(name)).map((name) => `${goQuote(name)} is already in use`);
    if (clashes.length === 0) accept();
    else problem = { reason: `${label}Conflict`, message: clashes.length === 1 ? clashes.join() : `[${clashes.join(', ')}]` };
  };
  const { plural = '', singular = '', shortNames, kind = '', listKind = '', categories } = asked;
  check('Plural', [plural], [had.plural ?? ''], resources, () => (names.plural = plural));
  check('Singular', [singular], [had.singular ?? ''], resources, () => (names.singular = singular));
  check('ShortNames', shortNames ?? [], had.shortNames ?? [], resources, () => set(names, 'shortNames', shortNames));
  check('Kind', [kind], [had.kind ?? ''], kinds, () => (names.kind = kind));
  check('ListKind', [listKind], [had.listKind ?? ''], kinds, () => (names.listKind = listKind));
  set(names, 'categories', categories);
  return { names, problem };
}

function set(names: CustomResourceDefinitionNames, field: 'shortNames' | 'categories', value: string[] | undefined): void {
  if (value === undefined) delete names[field];
  else names[field] = value;
}

const namesCondition = (problem: Accepted['problem']): CustomResourceDefinitionCondition => ({
  type: 'NamesAccepted',
  status: problem ? 'False' : 'True',
  reason: problem?.reason ?? 'NoConflicts',
  message: problem?.message ?? 'no conflicts found',
});

/** Once served, always served. */
function established(
  conditions: readonly CustomResourceDefinitionCondition[] | undefined,
  problem: Accepted['problem'],
): CustomResourceDefinitionCondition[] {
  if (conditions?.some(({ type, status }) => type === 'Established' && status === 'True')) return [];
  return problem
    ? [{ type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }]
    : [{ type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' }];
}

function approvalConditions(crd: CustomResourceDefinition): CustomResourceDefinitionCondition[] {
  const approval = approvalOf(crd);
  if (!approval) return [];
  const { state, reason: message } = approval;
  const reason = {
    approved: 'ApprovedAnnotation',
    bypassed: 'UnapprovedAnnotation',
    missing: 'MissingAnnotation',
    invalid: 'InvalidAnnotation',
  };
  return [
    {
      type: 'KubernetesAPIApprovalPolicyConformant',
      status: state === 'approved' ? 'True' : 'False',
      reason: reason[state],
      message,
    },
  ];
}

/** The conditions with one of them set; its time is that of the last change of its status. */
function withCondition(
  conditions: readonly CustomResourceDefinitionCondition[],
  condition: CustomResourceDefinitionCondition,
  now: string,
): CustomResourceDefinitionCondition[] {
  const before = conditions.find(({ type }) => type === condition.type);
  if (!before) return [...conditions, { ...condition, lastTransitionTime: now }];
  const changed = {
    ...before,
    ...condition,
    lastTransitionTime: before.status === condition.status ? (before.lastTransitionTime ?? now) : now,
  };
  return deepEqual(changed, before) ? [...conditions] : conditions.map((each) => (each === before ? changed : each));
}
