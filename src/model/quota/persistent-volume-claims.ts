import type { PersistentVolumeClaim, ScopedResourceSelectorRequirement } from '../kinds/core-v1.ts';
import { quantityOf } from '../pod-resources.ts';
import { compareQuantities, fromInteger, valueOf, type Quantity } from '../quantity.ts';
import { typedObject, type QuotaEvaluator } from './evaluator.ts';
import { objectCountName, ONE } from './object-count.ts';
import { matchesScopeValue } from './scopes.ts';

const COUNT = objectCountName('', 'persistentvolumeclaims');
const CLAIMS = 'persistentvolumeclaims';
const STORAGE = 'requests.storage';
const OF_CLASS = '.storageclass.storage.k8s.io/';
const SUFFIXES = [CLAIMS, STORAGE].map((name) => `${OF_CLASS}${name}`);
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** Claims and the storage they request, in all and by storage class. */
export const persistentVolumeClaimEvaluator: QuotaEvaluator = {
  group: '',
  resource: 'persistentvolumeclaims',
  tracks: (names) =>
    [...names].filter((name) => name === COUNT || name === CLAIMS || name === STORAGE || SUFFIXES.some((suffix) => name.endsWith(suffix))),
  usage(object) {
    const claim = typedObject<PersistentVolumeClaim>(object);
    const className = claim.metadata?.annotations?.[CLASS_ANNOTATION] ?? claim.spec?.storageClassName ?? '';
    const usage = new Map<string, Quantity>([
      [CLAIMS, ONE],
      [COUNT, ONE],
    ]);
    if (className !== '') usage.set(`${className}${OF_CLASS}${CLAIMS}`, ONE);
    const storage = storageOf(claim);
    if (storage) usage.set(STORAGE, storage);
    if (storage && className !== '') usage.set(`${className}${OF_CLASS}${STORAGE}`, storage);
    return usage;
  },
  chargesUpdate: () => true,
  matchesScope: (object, requirement) =>
    requirement.scopeName === 'VolumeAttributesClass' && matchesClass(typedObject<PersistentVolumeClaim>(object), requirement),
};

/** What a claim requests, or was granted if that is more; in whole bytes. */
function storageOf({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const request = spec?.resources?.requests?.storage;
  if (request === undefined) return undefined;
  const [wanted, granted] = [wholeBytes(quantityOf(request)), quantityOf(status?.allocatedResources?.storage)];
  return compareQuantities(granted, wanted) > 0 ? wholeBytes(granted) : wanted;
}

const wholeBytes = (quantity: Quantity): Quantity => (quantity.scale >= 0 ? quantity : fromInteger(valueOf(quantity), quantity.format));

/** A claim is of the class it wants, of the one it has, and of the one it is changed to. */
function matchesClass({ spec, status }: PersistentVolumeClaim, requirement: ScopedResourceSelectorRequirement): boolean {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].filter((name) => name !== undefined && name !== '');
  return names.length === 0 ? matchesScopeValue(requirement, '') : names.some((name) => matchesScopeValue(requirement, name ?? ''));
}
