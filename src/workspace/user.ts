/** Who sends requests, and who acts when an administrator impersonates somebody. */
export { impersonatedUser } from '../admission/authorization/impersonated-user.ts';
export type { UserInfo } from '../admission/plugin.ts';
