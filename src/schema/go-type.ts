import type { GoType, OpaqueType, ScalarType } from './registry.ts';

const SCALARS: Readonly<Record<string, ScalarType['kind']>> = {
  string: 'string',
  bool: 'bool',
  int32: 'int32',
  int64: 'int64',
  float64: 'float64',
};

const EXTENSIONS = 'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.';
const OPAQUE: Readonly<Record<string, OpaqueType['kind']>> = {
  'k8s.io/apimachinery/pkg/api/resource.Quantity': 'quantity',
  'k8s.io/apimachinery/pkg/apis/meta/v1.Time': 'time',
  'k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime': 'micro-time',
  'k8s.io/apimachinery/pkg/util/intstr.IntOrString': 'int-or-string',
  'k8s.io/apimachinery/pkg/runtime.RawExtension': 'raw',
  'k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1': 'fields',
  [`${EXTENSIONS}JSON`]: 'json',
  [`${EXTENSIONS}JSONSchemaPropsOrArray`]: 'schema-or-array',
  [`${EXTENSIONS}JSONSchemaPropsOrBool`]: 'schema-or-bool',
  [`${EXTENSIONS}JSONSchemaPropsOrStringArray`]: 'schema-or-string-array',
};

const parsed = new Map<string, GoType>();

/** A type as packs spell it: Go's text with full package paths, a name of its own for another type followed by `=` and that type. */
export function parseGoType(text: string): GoType {
  const known = parsed.get(text);
  if (known) return known;
  const type = parse(text);
  parsed.set(text, type);
  return type;
}

function parse(text: string): GoType {
  if (text.startsWith('*')) {
    const element = parseGoType(text.slice(1));
    return { kind: 'pointer', name: `*${element.name}`, element };
  }
  if (text === '[]uint8') return { kind: 'bytes', name: text };
  if (text.startsWith('[]')) {
    const element = parseGoType(text.slice(2));
    return { kind: 'slice', name: `[]${element.name}`, element };
  }
  if (text.startsWith('map[')) {
    const close = text.indexOf(']');
    const key = parseGoType(text.slice('map['.length, close));
    const element = parseGoType(text.slice(close + 1));
    return { kind: 'map', name: `map[${key.name}]${element.name}`, element };
  }
  const equals = text.indexOf('=');
  if (equals >= 0) return { ...parseGoType(text.slice(equals + 1)), name: text.slice(0, equals) };
  const opaque = OPAQUE[text];
  if (opaque) return { kind: opaque, name: text };
  const scalar = SCALARS[text];
  return scalar ? { kind: scalar, name: text } : { kind: 'struct', name: text };
}
