import type { UserInfo } from '../plugin.ts';

const USER_PREFIX = 'system:node:';
const GROUP = 'system:nodes';

/** The node whose kubelet a user is: empty where the user's name does not tell, undefined for all others. */
export const nodeIdentity = ({ username, groups }: UserInfo): string | undefined =>
  username.startsWith(USER_PREFIX) && groups.includes(GROUP) ? username.slice(USER_PREFIX.length) : undefined;

/** Who the kubelet of a node is. */
export const nodeUser = (node: string): UserInfo => ({ username: `${USER_PREFIX}${node}`, groups: [GROUP, 'system:authenticated'] });
