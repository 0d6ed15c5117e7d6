import type { Status } from '../model/status.ts';

const routingFailure = (code: number, reason: string, message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  details: {},
  code,
});

/** 405: the resource is served, but not for this verb. */
export const methodNotAllowed = (): Status =>
  routingFailure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');

/** 404: there is nothing at the URL. */
export const resourceNotFound = (): Status => routingFailure(404, 'NotFound', 'the server could not find the requested resource');
