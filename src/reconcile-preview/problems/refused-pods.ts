import type { Refused } from '../../apiserver/api-server.ts';
import type { GroupKind } from '../../cluster/object.ts';
import { child, fieldPath, key, pathText, type FieldPath } from '../../model/field-path.ts';
import { LIMIT_RANGE, PRIORITY_CLASS, RUNTIME_CLASS, SERVICE_ACCOUNT } from '../kinds.ts';
import { isObject } from '../../model/json.ts';
import { listObjects } from '../kind.ts';
import { objectName, objectText } from '../network/finding.ts';
import type { StuckCreator } from './creators.ts';
import { exceededQuota } from './exceeded-quota.ts';
import { missingObject } from './missing-object.ts';
import type { Cause, ProblemPlace } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { podPlace, templateOf, type Unwell } from './workloads.ts';

/** What is behind the refusal of a workload's pods, by what admission said to them. */
export function refusedPods(stuck: StuckCreator, creators: readonly StuckCreator[], scene: ProblemScene): Unwell {
  const { refusal } = stuck;
  const quota = exceededQuota(stuck, creators, scene);
  if (quota) return { causes: [quota] };
  const missing = missingReference(stuck, scene);
  if (missing) return { causes: [missing] };
  const blamed = blamedFields(stuck, scene);
  const limits = limitSteps(stuck, blamed, scene);
  const remedy =
    violationRemedy(refusal) ??
    unspecifiedRemedy(stuck, blamed) ??
    (limits.length > 0 ? [...new Set(limits.map(({ step }) => step))].join('; ') : policyRemedy(blamed, scene));
  const found = limits.length > 0 ? limits.map(({ place }) => place) : places(stuck, blamed, scene);
  return { causes: [], ...(remedy !== undefined && { remedy }), places: found };
}

/** A field of the pod template that the API server objects to, and what it says of this field alone. */
interface BlamedPart {
  readonly place: ProblemPlace;
  readonly objection: string;
}

interface Blamed {
  readonly parts: readonly BlamedPart[];
  readonly policy?: NonNullable<NonNullable<Refused['deniedBy']>['policy']>;
}

function blamedFields({ creator, refusal }: StuckCreator, scene: ProblemScene): Blamed {
  const answer = scene.tryPod(creator, templateOf(creator) ?? {});
  if (answer.verdict !== 'rejected') return { parts: [] };
  const parts = (answer.deniedBy?.blame?.() ?? []).map(({ path, objection = refusal }) => ({
    place: podPlace(creator, path, scene.view),
    objection,
  }));
  const { policy } = answer.deniedBy ?? {};
  return { parts, ...(policy && { policy }) };
}

const places = ({ creator }: StuckCreator, { parts }: Blamed, { view }: ProblemScene): readonly ProblemPlace[] =>
  parts.length > 0 ? parts.map(({ place }) => place) : [podPlace(creator, fieldPath('spec'), view)];

/** How refusals name what is not there: the pattern, the kind, and the field of the pod that names it. */
const REFERENCES: readonly {
  readonly pattern: RegExp;
  readonly kind: GroupKind;
  readonly path: FieldPath;
  readonly namespaced: boolean;
}[] = [
  {
    pattern: /error looking up service account [^/]+\/\S+: serviceaccount "([^"]+)" not found$/,
    kind: SERVICE_ACCOUNT,
    path: fieldPath('spec', 'serviceAccountName'),
    namespaced: true,
  },
  {
    pattern: /pod rejected: RuntimeClass "([^"]+)" not found$/,
    kind: RUNTIME_CLASS,
    path: fieldPath('spec', 'runtimeClassName'),
    namespaced: false,
  },
  {
    pattern: /no PriorityClass with name (\S+) was found$/,
    kind: PRIORITY_CLASS,
    path: fieldPath('spec', 'priorityClassName'),
    namespaced: false,
  },
];

function missingReference({ creator, refusal }: StuckCreator, scene: ProblemScene): Cause | undefined {
  for (const { pattern, kind, path, namespaced } of REFERENCES) {
    const name = pattern.exec(refusal)?.[1];
    if (name === undefined) continue;
    const namespace = namespaced ? (creator.metadata.namespace ?? '') : '';
    return missingObject(kind, { namespace, name }, scene, { places: [podPlace(creator, path, scene.view)] });
  }
  return undefined;
}

/** `violates PodSecurity "restricted:latest": …` says itself what each container must set; other parts are to be left out. */
function violationRemedy(refusal: string): string | undefined {
  const [, violations] = /violates PodSecurity "[^"]*": (.*)$/s.exec(refusal) ?? [];
  if (violations === undefined) return undefined;
  const steps = [...violations.matchAll(/(?:^|, )([^(),]+?)(?: \(((?:[^()]|\([^()]*\))*)\))?(?=, |$)/g)].map(
    ([, what = '', detail = '']) => {
      const [, whom, not, field] = /^(.*?) must (not )?(?:set|include) (.*)$/.exec(detail) ?? [];
      return field === undefined
        ? `do without ${what}${detail === '' ? '' : ` (${detail})`}`
        : `${not === undefined ? 'set' : 'do not set'} ${field} (${whom})`;
    },
  );
  return steps.length === 0 ? undefined : steps.join('; ');
}

/** `failed quota: compute: must specify limits.cpu for: app` */
function unspecifiedRemedy({ refusal, creator }: StuckCreator, { parts }: Blamed): string | undefined {
  const quota = /: failed quota: ([^:]+): must specify /.exec(refusal)?.[1];
  if (quota === undefined) return undefined;
  const object = { kind: 'ResourceQuota', namespace: creator.metadata.namespace ?? '', name: quota };
  const fields = parts.map(({ place }) => pathText(place.path)).join(', ');
  return `set ${fields || 'what it must specify'}, which ${objectText(object)} limits, or have a LimitRange set defaults`;
}

interface LimitStep {
  readonly place: ProblemPlace;
  readonly step: string;
}

/** What a limit range objects to: `maximum cpu usage per Container is 1, but limit is 2`. */
function limitSteps({ creator }: StuckCreator, { parts }: Blamed, { view }: ProblemScene): LimitStep[] {
  const ranges = listObjects(view, LIMIT_RANGE, creator.metadata.namespace);
  return parts.flatMap(({ place: { object, path }, objection }): LimitStep[] => {
    const [, bound, resource = '', type = '', amount = '', what, has = ''] = LIMIT_OBJECTION.exec(objection) ?? [];
    if (bound === undefined) return [];
    const field = bound === 'maximum' ? 'max' : 'min';
    const range = ranges.find(({ spec }) => spec?.limits?.some((item) => item.type === type && item[field]?.[resource] !== undefined));
    const list = what === 'request' || (what === undefined && field === 'min') ? 'requests' : 'limits';
    const isContainer = path.element?.kind === 'field' && path.element.name === 'resources';
    const at = isContainer ? key(child(path, list), resource) : path;
    const where = isContainer ? `${pathText(path)}.${list}.${resource}` : `the ${list} of ${resource} of its containers together`;
    const goal = `${field === 'max' ? 'at most' : 'at least'} ${amount}`;
    const step = what === undefined ? `set ${where} to ${goal}` : `${field === 'max' ? 'lower' : 'raise'} ${where} from ${has} to ${goal}`;
    return [{ place: { object, path: at }, step: range ? `${step} (${field} of ${objectText(objectName(range))})` : step }];
  });
}

const LIMIT_OBJECTION =
  /(maximum|minimum) (\S+) usage per (\w+) is ([^\s,]+?)(?:, but (limit|request) is ([^\s,\]]+)|\. {2}No (?:limit|request) is specified)/;

function policyRemedy({ policy }: Blamed, { view }: ProblemScene): string | undefined {
  if (!policy) return undefined;
  const object = view.get({ group: 'admissionregistration.k8s.io', kind: policy.kind, namespace: '', name: policy.name });
  const validations = isObject(object?.spec) && Array.isArray(object.spec.validations) ? object.spec.validations : [];
  const validation: unknown = validations[Number(/^spec\.validations\[(\d+)\]/.exec(policy.path)?.[1] ?? -1)];
  const place = `${policy.path} of ${policy.kind} ${policy.name}`;
  const what = isObject(validation) ? `meet ${String(validation.expression)} (${place})` : `meet ${place}`;
  return `${what}, or exempt the namespace in its binding`;
}
