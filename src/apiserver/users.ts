import { impersonatedUser, serviceAccountName } from '../admission/authorization/impersonated-user.ts';
import type { UserInfo } from '../admission/plugin.ts';

export { nodeUser } from '../admission/authorization/node-identity.ts';
export type { UserInfo };

export const SCHEDULER: UserInfo = impersonatedUser('system:kube-scheduler');
export const CONTROLLER_MANAGER: UserInfo = impersonatedUser('system:kube-controller-manager');

/** Whom a token of a service account makes. */
export const serviceAccountUser = (namespace: string, name: string): UserInfo => impersonatedUser(serviceAccountName(namespace, name));
