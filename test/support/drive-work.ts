import type { Intent, Outcome, Work } from '../../src/reconcile-preview/intent.ts';

/** Runs work to its end; `respond` plays the API server, which by default accepts everything as it is sent. Answers what was wanted, and the work's result. */
export function driveWork<T>(
  work: Work<T>,
  respond: (intent: Intent) => Outcome = accept,
): { readonly intents: Intent[]; readonly result: T | undefined } {
  const intents: Intent[] = [];
  for (let step = work.next(); ;) {
    if (step.done) return { intents, result: step.value };
    intents.push(step.value);
    const outcome = respond(step.value);
    if ('orEnd' in step.value && outcome.refusal) return { intents, result: undefined };
    step = work.next(outcome);
  }
}

const accept = (intent: Intent): Outcome => ('object' in intent ? { object: intent.object as NonNullable<Outcome['object']> } : {});
