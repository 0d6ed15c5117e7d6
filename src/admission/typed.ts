import type { FieldPath } from '../model/field-path.ts';
import type { AdmissionRequest, Blame, Denial } from './plugin.ts';

/** A request that carries an object, as the mutating phase gets it. */
export type MutatingRequest = AdmissionRequest & { readonly object: Record<string, unknown> };

/** The object as the generated type of its kind. It was decoded by that kind's schema, so its shape is what `T` says; the caller has asked for the kind. */
export const typed = <T extends object>(object: object): T => object as T;

/** Whether a request is about a resource itself (not a subresource). */
export const isAbout = (request: AdmissionRequest, group: string, plural: string): boolean =>
  isAboutSubresource(request, group, plural, '');

/** Whether a request is about one subresource of a resource. */
export const isAboutSubresource = (request: AdmissionRequest, group: string, plural: string, subresource: string): boolean =>
  request.subresource === subresource && request.resource.plural === plural && request.gvk.group === group;

/** Whether a request changes what a pod is given while it runs. */
export const isResize = (request: AdmissionRequest): boolean =>
  request.operation === 'UPDATE' && isAboutSubresource(request, '', 'pods', 'resize');

export const forbidden = (message: string, blame?: Blame): Denial => ({ kind: 'forbidden', message, ...(blame && { blame }) });

/** The blame of one field. */
export const at =
  (path: FieldPath): Blame =>
  () => [{ path }];
