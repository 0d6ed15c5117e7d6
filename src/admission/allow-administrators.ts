import type { Authorize } from '../schema/cel/library/authorizer.ts';
import type { UserInfo } from './plugin.ts';

/** An authorizer without roles: administrators may do everything, all others nothing. */
export const allowAdministrators =
  ({ groups }: UserInfo): Authorize =>
  ({ serviceAccount }) => ({ allowed: serviceAccount === undefined && groups.includes('system:masters'), reason: '' });
