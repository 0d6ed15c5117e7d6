export { parseDuration } from '../reconcile-preview/duration.ts';
