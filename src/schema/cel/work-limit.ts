/** Ends an evaluation without a result, whatever the expression would make of an error. It is thrown and caught within one evaluation; upstream panics. */
export class EvaluationEnded extends Error {}

/** Ends an evaluation whose cost has passed the limit. */
export class CostLimitExceeded extends EvaluationEnded {
  constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

/** Steps that one evaluation may take within functions, whatever they cost: lists that hold one list many times can be walked for ever at no cost. */
export const MAX_STEPS = 20_000_000;

let remaining = MAX_STEPS;

/** Counts steps of the evaluation that is running. */
export function spend(steps: number): void {
  remaining -= steps;
  if (remaining < 0) throw new CostLimitExceeded();
}

/** Steps of the evaluation that ran last. */
export const stepsTaken = (): number => MAX_STEPS - remaining;

/** Begins to count anew. */
export function startWork(): void {
  remaining = MAX_STEPS;
}
