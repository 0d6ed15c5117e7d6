import {
  AUTHORIZER,
  CIDR,
  DECISION,
  FORMAT,
  GROUP_CHECK,
  IP,
  PATH_CHECK,
  QUANTITY,
  RESOURCE_CHECK,
  SEMVER,
  URL_TYPE,
} from './declarations.ts';
import { isTagged, type Value } from './value.ts';

const OPAQUE: Readonly<Record<string, string>> = {
  [QUANTITY.name]: 'cel.Quantity',
  [URL_TYPE.name]: 'cel.URL',
  [SEMVER.name]: 'cel.Semver',
  [FORMAT.name]: 'cel.Format',
  [IP.name]: 'cel.IP',
  [CIDR.name]: 'cel.CIDR',
  [AUTHORIZER.name]: 'library.authorizerVal',
  [PATH_CHECK.name]: 'library.pathCheckVal',
  [GROUP_CHECK.name]: 'library.groupCheckVal',
  [RESOURCE_CHECK.name]: 'library.resourceCheckVal',
  [DECISION.name]: 'library.decisionVal',
};

/** The Go type that a value has on the server, as `%T` prints it: some messages quote it. */
export function goTypeName(value: Value): string {
  if (value === null) return 'types.Null';
  if (typeof value === 'string') return 'types.String';
  if (typeof value === 'bigint') return 'types.Int';
  if (typeof value === 'boolean') return 'types.Bool';
  if (typeof value === 'number') return 'types.Double';
  if (!isTagged(value)) return 'types.Bytes';
  switch (value.kind) {
    case 'uint':
      return 'types.Uint';
    case 'duration':
      return 'types.Duration';
    case 'timestamp':
      return 'types.Timestamp';
    case 'type':
      return '*types.Type';
    case 'optional':
      return '*types.Optional';
    case 'list':
      return value.isTyped ? '*common.reflectSchemalessTypedList' : '*types.baseList';
    case 'map':
      return value.raw ? '*common.reflectSchemalessTypedMap' : '*types.baseMap';
    case 'opaque':
      return OPAQUE[value.type] ?? value.type;
    case 'unknown':
      return '*common.unknownPreservedField';
    case 'error':
      return '*types.Err';
  }
}

/** The first method of a list that a value's Go type lacks, as a failed conversion names it. */
export const missingListMethod = (value: Value): string =>
  typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' || hasAdd(value) ? 'Contains' : 'Add';

const hasAdd = (value: Value): boolean =>
  value instanceof Uint8Array ||
  (typeof value === 'object' && value !== null && (value.kind === 'uint' || value.kind === 'duration' || value.kind === 'timestamp'));
