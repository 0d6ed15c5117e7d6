import type { JsonObject } from '../../../model/json.ts';
import { textAt } from '../object-fields.ts';

/** Where on the page an object is told of: `Pod/shop/web-1`. */
export const anchorOf = (object: JsonObject): string =>
  [String(object.kind), textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].join('/');

/** `shop/web`; the name alone for what is in no namespace. */
export const nameIn = (namespace: string, name: string): string => (namespace === '' ? name : `${namespace}/${name}`);

/** The address of an anchor on the same page. */
export const linkTo = (anchor: string): string => `#${encodeURIComponent(anchor)}`;
