import { fieldErrorBody, fieldErrorText, type FieldError } from './field-error.ts';
import { goQuote } from './go-text.ts';
import { pathText } from './field-path.ts';

/** One reason of a refusal, as `metav1.StatusCause`. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** The API server's answer to a refused request, as `metav1.Status` is served. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly StatusCause[];
    readonly retryAfterSeconds?: number;
  };
  readonly code: number;
}

/** A resource or kind with its group, as messages name it: `deployments.apps`, `pods`. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

export const groupResourceText = ({ group, resource }: GroupResource): string => (group === '' ? resource : `${resource}.${group}`);

function failure(code: number, reason: string, message: string, details?: Status['details']): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...(details && { details }), code };
}

/** Leaves out what Go's `omitempty` leaves out. */
function details(name: string, group: string, kind: string, causes?: readonly StatusCause[]): NonNullable<Status['details']> {
  return {
    ...(name !== '' && { name }),
    ...(group !== '' && { group }),
    ...(kind !== '' && { kind }),
    ...(causes && causes.length > 0 && { causes }),
  };
}

/** 400: the body cannot be decoded or contradicts the URL. */
export const badRequest = (message: string): Status => failure(400, 'BadRequest', message);

/** 403: admission says no. `message` is the plugin's own text. */
export const forbiddenStatus = (resource: GroupResource, name: string, message: string): Status =>
  failure(
    403,
    'Forbidden',
    name === ''
      ? `${groupResourceText(resource)} is forbidden: ${message}`
      : `${groupResourceText(resource)} ${goQuote(name)} is forbidden: ${message}`,
    details(name, resource.group, resource.resource),
  );

/** 404. */
export const notFoundStatus = (resource: GroupResource, name: string): Status =>
  failure(404, 'NotFound', `${groupResourceText(resource)} ${goQuote(name)} not found`, details(name, resource.group, resource.resource));

/** 409: an object of this name is there. */
export const alreadyExists = (resource: GroupResource, name: string): Status =>
  failure(
    409,
    'AlreadyExists',
    `${groupResourceText(resource)} ${goQuote(name)} already exists`,
    details(name, resource.group, resource.resource),
  );

/** 429: asked for at another time it might be granted. */
export const tooManyRequests = (message: string, retryAfterSeconds: number, causes: readonly StatusCause[] = []): Status =>
  failure(429, 'TooManyRequests', message, {
    ...(causes.length > 0 && { causes }),
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  });

/** 409: the object changed in between or its state forbids the request. */
export const conflict = (resource: GroupResource, name: string, message: string): Status =>
  failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${groupResourceText(resource)} ${goQuote(name)}: ${message}`,
    details(name, resource.group, resource.resource),
  );

/** 422: validation refuses fields. Repeated texts are listed once, as `field.ErrorList.ToAggregate` does. */
export function invalidStatus(
  { group, kind }: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): Status {
  const texts = [...new Set(errors.map(fieldErrorText))];
  const listed = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const causes = errors.map((error) => ({ reason: error.type, message: fieldErrorBody(error), field: pathText(error.path) }));
  const kindText = group === '' ? kind : `${kind}.${group}`;
  return failure(
    422,
    'Invalid',
    `${kindText} ${goQuote(name)} is invalid${texts.length ? `: ${listed}` : ''}`,
    details(name, group, kind, causes),
  );
}

/** 500. */
export const internalServerError = (message: string): Status =>
  failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });

/** 500 for an error that says nothing of its kind: its text alone. */
export const unclassifiedError = (message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  code: 500,
});
