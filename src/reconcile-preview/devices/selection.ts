import type { Device } from '../../model/kinds/resource-v1.ts';
import { compileDeviceSelector, type DeviceSelector } from '../../schema/cel/device-selector.ts';
import { matchDevice } from '../../schema/cel/match-device.ts';
import { isSince, type Release } from '../../schema/release.ts';
import { isAtNode } from './pools.ts';
import type { NodeIdentity } from '../scheduler/node-selector.ts';
import type { Candidate } from './search.ts';
import type { ClassLookup, Request } from './request.ts';
import { deviceFeatures } from './features.ts';

/** Expressions that are kept compiled. */
const MOST_SELECTORS = 200;
const compiled = new Map<string, DeviceSelector>();

function selectorOf(expression: string, release: Release): DeviceSelector {
  const key = `${release} ${expression}`;
  const known = compiled.get(key);
  if (known) return known;
  if (compiled.size >= MOST_SELECTORS) compiled.clear();
  const selector = compileDeviceSelector(expression, { release, mode: 'stored', hasSharedDevices: deviceFeatures(release).sharing });
  compiled.set(key, selector);
  return selector;
}

/** Answers whether devices suit requests: by the selectors of the class and of the request, and by their own place. Text is why it cannot be said. */
export function createSelection(
  release: Release,
  node: NodeIdentity,
  classes: ClassLookup,
): (request: Request, candidate: Candidate, claimKey: string) => boolean | string {
  const known = new Map<string, boolean | string>();
  const select = (request: Request, { id, slice, device }: Candidate, claimKey: string): boolean | string => {
    const { driver = '', perDeviceNodeSelection } = slice.spec ?? {};
    const ofClass = classes(request.className)?.spec?.selectors ?? [];
    const groups = [
      [`class ${request.className}`, ofClass],
      [`claim ${claimKey}`, request.selectors],
    ] as const;
    for (const [owner, selectors] of groups) {
      for (const [i, { cel }] of selectors.entries()) {
        const matches = judge(selectorOf(cel?.expression ?? '', release), driver, device);
        if (typeof matches !== 'boolean') {
          const isExplained = matches.isCompiled && isSince(release, '1.37');
          return `${owner}: selector #${i}${isExplained ? ` on device ${id}` : ''}: ${isExplained ? withAdvice(matches.error) : matches.error}`;
        }
        if (!matches) return false;
      }
    }
    return !perDeviceNodeSelection || isAtNode(device, node);
  };
  return (request, candidate, claimKey) => {
    const key = `${claimKey} ${request.fullName} ${candidate.id}`;
    const answer = known.get(key) ?? select(request, candidate, claimKey);
    known.set(key, answer);
    return answer;
  };
}

const withAdvice = (error: string): string =>
  error.includes('no such key:')
    ? `${error}. consider using CEL optional chaining (.? followed by orValue()) or guarding the check with has() for optional fields`
    : error;

function judge(
  selector: DeviceSelector,
  driver: string,
  device: Device,
): boolean | { readonly error: string; readonly isCompiled: boolean } {
  if (selector.error !== undefined) return { error: `CEL compile error: ${selector.error}`, isCompiled: false };
  const matches = matchDevice(selector, driver, device);
  return typeof matches === 'string' ? { error: matches, isCompiled: true } : matches;
}
