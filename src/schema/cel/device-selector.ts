import type { Release } from '../release.ts';
import { compileExpression, isProgram, type Program } from './compile.ts';
import { estimateCost } from './cost-estimate.ts';
import { nameTypes, type DeclType, type MapDecl, type ObjectDecl, type ScalarDecl } from './decl-type.ts';
import { baseEnvironment, extendEnvironment, type Environment, type ExpressionMode } from './environment.ts';
import { BINDINGS } from './library/bindings.ts';
import { ANY, BOOL, isScalar, STRING, structType, typeString, type CelType } from './types.ts';

/** A compiled selector, or why it is none in the server's words. */
export type DeviceSelector =
  { readonly program: Program; readonly maxCost: number; readonly error?: undefined } | { readonly error: string };

/** What one selector may cost at most, estimated and when it is asked. */
export const DEVICE_SELECTOR_COST_LIMIT = 1_000_000;

const MAX_DRIVER = 63;
const MAX_DOMAIN = 63;
const MAX_ID = 32;
const MAX_TEXT_ATTRIBUTE = 64;
const MAX_ATTRIBUTES = 32;

const sized = (type: CelType, maxElements: number): ScalarDecl => ({ kind: 'scalar', type, maxElements, minSize: 0 });
/** `domain → name → element`. */
function byQualifiedName(element: DeclType, allNames: boolean): MapDecl {
  const bounds = { maxElements: MAX_ATTRIBUTES, minSize: 0 };
  const byName: MapDecl = { kind: 'map', key: sized(STRING, MAX_ID), element, ...bounds, ...(allNames ? { hasAllNames: true } : {}) };
  return { kind: 'map', key: sized(STRING, MAX_DOMAIN), element: byName, ...bounds };
}

const FIELDS: Readonly<Record<string, DeclType>> = {
  driver: sized(STRING, MAX_DRIVER),
  attributes: byQualifiedName(sized(ANY, MAX_TEXT_ATTRIBUTE), true),
  capacity: byQualifiedName(sized(structType('kubernetes.Quantity'), 0), false),
};
const device = (fields: Readonly<Record<string, DeclType>>): ObjectDecl => ({
  kind: 'object',
  fields: new Map(Object.entries(fields)),
  maxElements: 0,
  minSize: 0,
});
const DEVICE = device(FIELDS);
const SHARED_DEVICE = device({ ...FIELDS, allowMultipleAllocations: sized(BOOL, 1) });

export interface DeviceSelectorOptions {
  readonly release: Release;
  readonly mode: ExpressionMode;
  /** The gate DRAConsumableCapacity: devices that several claims share. */
  readonly hasSharedDevices: boolean;
}

const environments = new Map<string, Environment>();

function environmentFor({ release, mode, hasSharedDevices }: DeviceSelectorOptions): Environment {
  const key = `${release} ${mode} ${hasSharedDevices}`;
  const known = environments.get(key);
  if (known) return known;
  const { type, provider } = nameTypes(hasSharedDevices ? SHARED_DEVICE : DEVICE, 'kubernetes.DRADevice');
  const made = extendEnvironment(baseEnvironment(release, mode), { variables: { device: type }, provider, libraries: [BINDINGS] });
  environments.set(key, made);
  return made;
}

/** Compiles the expression that selects devices for a claim or class, as the API server and the scheduler do, and estimates what it costs. */
export function compileDeviceSelector(expression: string, options: DeviceSelectorOptions): DeviceSelector {
  const program = compileExpression(expression, environmentFor(options));
  if (!isProgram(program))
    return { error: `${program.kind === 'compilation' ? 'compilation failed' : 'program instantiation failed'}: ${program.errors}` };
  if (!isScalar(program.type, BOOL) && !isScalar(program.type, ANY))
    return { error: `must evaluate to bool or the unknown type, not ${typeString(program.type)}` };
  const { max } = estimateCost(program.checked, options.hasSharedDevices ? SHARED_DEVICE : DEVICE, 'device');
  return { program, maxCost: max };
}
