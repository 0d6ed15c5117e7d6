import { grammar, type State } from './grammar.ts';
import type { TokenKind } from './token.ts';

/** A rule in progress: where it was called from. */
export interface Call {
  readonly parent: Call | undefined;
  /** The state behind the call; absent for the start rule. */
  readonly next: State | undefined;
}

/** Tokens that may come next; `ends` says that the rule may end here. */
export interface Next {
  readonly tokens: ReadonlySet<TokenKind>;
  readonly ends: boolean;
}

const known = new Map<State, Next>();

/** What may come next at a state within its rule. */
export function nextAt(state: State): Next {
  const found = known.get(state);
  if (found) return found;
  const tokens = new Set<TokenKind>();
  const seen = new Set<State>();
  let ends = false;
  const visit = (at: State): void => {
    if (seen.has(at)) return;
    seen.add(at);
    if (at.kind === 'stop') ends = true;
    for (const edge of at.edges) {
      if (edge.kind === 'token') for (const token of edge.tokens) tokens.add(token);
      // no rule of the grammar is empty
      else if (edge.kind === 'rule') for (const token of nextAt(grammar().rules[edge.rule].start).tokens) tokens.add(token);
      else visit(edge.to);
    }
  };
  visit(state);
  const next = { tokens, ends };
  known.set(state, next);
  return next;
}

/** What may come next at a state, given who called its rule. */
export function expectedAt(state: State, call: Call | undefined): Set<TokenKind> {
  let following = nextAt(state);
  const expected = new Set(following.tokens);
  for (let at = call; at?.next && following.ends; at = at.parent) {
    following = nextAt(at.next);
    for (const token of following.tokens) expected.add(token);
  }
  if (following.ends) expected.add('<EOF>');
  return expected;
}

/** Tokens at which some rule in progress can go on. */
export function recoverySet(call: Call | undefined): Set<TokenKind> {
  const tokens = new Set<TokenKind>();
  for (let at = call; at?.next; at = at.parent) for (const token of nextAt(at.next).tokens) tokens.add(token);
  return tokens;
}

/** A thread of the simulation: which branch it belongs to, where it is, what it returns to, whether it left the rule in which it began. */
interface Thread {
  readonly branch: number;
  readonly state: State;
  readonly stack: Stack | undefined;
  readonly left: boolean;
}
interface Stack {
  readonly id: number;
  readonly next: State;
  readonly parent: Stack | undefined;
}

/** Bounds the work of one prediction on hostile input. */
const MAX_LOOKAHEAD = 1000;

export type Prediction = { readonly branch: number } | { readonly deadAt: number };

/** A decision to take: the branches, what the tokens are, where to look from, the level of precedence of the rule and who called it. */
export interface Decision {
  readonly branches: readonly State[];
  readonly tokenAt: (index: number) => TokenKind;
  readonly at: number;
  readonly precedence: number;
  readonly call: Call | undefined;
}

/**
 * Which branch the tokens from `at` on take, as upstream's parser predicts: all branches are followed in parallel, first without regard to the callers; when
 * that leaves several branches that do the same, once more with regard to them, and the first branch counts. When all die, a branch that had left the rule
 * by then is taken; without one the answer is the index of the token at which they died.
 */
export function predict(decision: Decision): Prediction {
  const local = simulate(decision, false);
  return local ?? simulate(decision, true) ?? { branch: 0 };
}

/** Undefined when callers have to be regarded. */
function simulate({ branches, tokenAt, at, precedence, call }: Decision, withCallers: boolean): Prediction | undefined {
  const stacks = new Map<string, Stack>();
  const push = (next: State, parent: Stack | undefined): Stack => {
    const key = `${next.id}/${parent?.id ?? ''}`;
    const stack = stacks.get(key) ?? { id: stacks.size, next, parent };
    stacks.set(key, stack);
    return stack;
  };
  const stackOf = (caller: Call | undefined): Stack | undefined => (caller?.next ? push(caller.next, stackOf(caller.parent)) : undefined);
  const outer = withCallers ? stackOf(call) : undefined;

  const close = (from: readonly Thread[], isStart: boolean): readonly Thread[] => {
    const threads: Thread[] = [];
    const seen = new Set<string>();
    const visit = (thread: Thread): void => {
      const { state, stack, branch, left } = thread;
      const key = `${state.id}/${stack?.id ?? ''}/${branch}`;
      if (seen.has(key)) return;
      seen.add(key);
      if (state.kind === 'stop') {
        if (stack) visit({ branch, state: stack.next, stack: stack.parent, left: left || (withCallers && stack === outer) });
        else if (withCallers || state.rule === 'start') threads.push({ ...thread, left: true });
        else for (const next of grammar().follow.get(state.rule) ?? []) visit({ branch, state: next, stack, left: true });
      }
      for (const edge of state.edges) {
        if (edge.kind === 'token') threads.push(thread);
        else if (edge.kind === 'rule') visit({ ...thread, state: grammar().rules[edge.rule].start, stack: push(edge.to, stack) });
        else if (edge.kind === 'empty' || !isStart || left || stack !== outer || edge.level >= precedence)
          visit({ ...thread, state: edge.to });
      }
    };
    for (const thread of from) visit(thread);
    return threads;
  };
  let threads = close(
    branches.map((state, branch) => ({ branch, state, stack: outer, left: false })),
    true,
  );
  for (let index = at; index < at + MAX_LOOKAHEAD; index++) {
    const token = tokenAt(index);
    const moved: Thread[] = [];
    for (const thread of threads)
      for (const edge of thread.state.edges) if (edge.kind === 'token' && edge.tokens.has(token)) moved.push({ ...thread, state: edge.to });
    if (moved.length === 0) {
      const finished = threads.filter(({ left }) => left).map(({ branch }) => branch);
      return finished.length > 0 ? { branch: Math.min(...finished) } : { deadAt: index };
    }
    threads = close(moved, false);
    const [only, ...others] = new Set(threads.map(({ branch }) => branch));
    if (only !== undefined && others.length === 0) return { branch: only };
    const settled = withCallers ? firstOfAll(threads) : undefined;
    if (settled !== undefined) return { branch: settled };
    if (!withCallers && isConflict(threads)) return undefined;
    if (token === '<EOF>') break;
  }
  return { branch: Math.min(...threads.map(({ branch }) => branch)) };
}

/** Whether threads of several branches stand at one place with one stack, and no state has threads of one branch only. */
function isConflict(threads: readonly Thread[]): boolean {
  const places = new Map<string, number>();
  const states = new Map<State, Set<number>>();
  let meets = false;
  for (const { state, stack, branch } of threads) {
    const place = `${state.id}/${stack?.id ?? ''}`;
    const other = places.get(place);
    if (other !== undefined && other !== branch) meets = true;
    places.set(place, branch);
    states.set(state, (states.get(state) ?? new Set()).add(branch));
  }
  return meets && [...states.values()].every((branches) => branches.size > 1);
}

/** The branch that is the first one at every place; undefined when they differ. */
function firstOfAll(threads: readonly Thread[]): number | undefined {
  const first = new Map<string, number>();
  for (const { state, stack, branch } of threads) {
    const place = `${state.id}/${stack?.id ?? ''}`;
    first.set(place, Math.min(branch, first.get(place) ?? branch));
  }
  const [only, ...others] = new Set(first.values());
  return others.length === 0 ? only : undefined;
}
