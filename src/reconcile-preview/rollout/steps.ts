interface Moment {
  readonly at: number;
}

/**
 * Adds a step to others that say something else. Of steps in the same direction at one instant only the last stays, so that a batch of pods is one step and
 * every turn is kept: 3 old pods, a new one, 4 old and new ones are available, an old one goes.
 */
export function addStep<T extends Moment>(steps: T[], step: T, fields: readonly (keyof T)[]): void {
  const [before, last] = [steps.at(-2), steps.at(-1)];
  if (last && isSame(last, step, fields)) return;
  const goesOn =
    before && last && last.at === step.at && fields.every((field) => direction(before, last, field) === direction(last, step, field));
  if (goesOn) steps.pop();
  steps.push(step);
}

const isSame = <T>(a: T, b: T, fields: readonly (keyof T)[]): boolean => fields.every((field) => a[field] === b[field]);

const direction = <T>(from: T, to: T, field: keyof T): number => Math.sign(Number(to[field]) - Number(from[field]));

/** For how many seconds something was so, up to `end`. */
export function secondsOf<T extends Moment>(steps: readonly T[], end: number, isSo: (step: T) => boolean): number {
  const seconds = steps.reduce((sum, step, i) => sum + (isSo(step) ? Math.max(0, (steps[i + 1]?.at ?? end) - step.at) : 0), 0);
  return Math.round(seconds * 1000) / 1000;
}
