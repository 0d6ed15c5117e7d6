import { invariant } from '../../../model/invariant.ts';
import type { Issue } from '../source.ts';
import { grammar, type Element, type RuleName, type State } from './grammar.ts';
import { escapeSpace, lex } from './lex.ts';
import { expectedAt, nextAt, predict, recoverySet, type Call } from './lookahead.ts';
import { tokenName, tokenOrder, type Token, type TokenKind } from './token.ts';

const MAX_REPORTS = 100;
const MAX_RECOVERIES = 30;
const MAX_SKIPPED_TOKENS = 256;
const MAX_RULE_DEPTH = 250;

/** What a rule matched: tokens and rules in order. Where the text is wrong, parts are missing. */
export interface Tree {
  readonly rule: RuleName;
  /** The alternative that was taken, for rules that have some. */
  branch: number | undefined;
  /** The token at which it began. */
  readonly first: Token;
  readonly items: (Token | Tree)[];
}

export const isTree = (item: Token | Tree): item is Tree => 'rule' in item;

export interface ParseTree {
  /** Absent where parsing was given up. */
  readonly tree: Tree | undefined;
  /** Syntax errors in upstream's words, in the order found. */
  readonly issues: readonly Issue[];
}

/** Ends the walk where upstream gives up. */
class Stop extends Error {}

/** What stands in the way of an element: the text of the report and the token it points at. */
interface Failure {
  readonly message: string;
  readonly token: Token;
}

/**
 * Parses an expression as upstream's generated parser does, with that parser's ways to go on after an error (drop a token, assume a missing one, skip to
 * something that fits), since these decide which further errors are reported.
 */
export function parseTree(text: string): ParseTree {
  const { tokens, hidden, issues: lexical } = lex(text);
  const issues: Issue[] = [...lexical];
  const { rules } = grammar();
  const depths = new Map<RuleName, number>();
  let at = 0;
  let state: State = rules.start.start;
  let call: Call | undefined;
  let tree: Tree | undefined;
  let isRecovering = false;
  let lastErrorAt = -1;
  let lastErrorStates = new Set<State>();
  let recoveries = 0;
  let reports = lexical.length;
  let precedence = 0;

  const tokenAt = (index: number): Token => {
    const token = tokens[index] ?? tokens.at(-1);
    invariant(token, 'tokens end with <EOF>');
    return token;
  };
  const kindAt = (index: number): TokenKind => tokenAt(index).kind;
  const current = (): Token => tokenAt(at);
  const consume = (): void => void (at < tokens.length - 1 && at++);
  const shown = (token: Token): string => `'${escapeSpace(token.text)}'`;

  function report(message: string, token: Token): void {
    if (reports++ < MAX_REPORTS) return void issues.push({ offset: token.at, message: `Syntax error: ${message}` });
    issues.push({ offset: token.at, message: `Syntax error: More than ${MAX_REPORTS} syntax errors` });
    throw new Stop();
  }
  function reportOnce(message: string, token: Token): void {
    if (isRecovering) return;
    isRecovering = true;
    report(message, token);
  }
  function matched(): void {
    if (!isRecovering && lastErrorAt < 0) return;
    isRecovering = false;
    lastErrorAt = -1;
    lastErrorStates = new Set();
  }
  const expectedText = (): string => {
    const names = [...expectedAt(state, call)].sort((a, b) => tokenOrder(a) - tokenOrder(b)).map(tokenName);
    return names.length === 1 ? names.join('') : `{${names.join(', ')}}`;
  };
  const mismatch = (): Failure => ({ message: `mismatched input ${shown(current())} expecting ${expectedText()}`, token: current() });
  function countRecovery(): void {
    if (recoveries === MAX_RECOVERIES) {
      report(`error recovery attempt limit exceeded: ${MAX_RECOVERIES}`, current());
      throw new Stop();
    }
    recoveries++;
  }
  function skipTo(goal: ReadonlySet<TokenKind>, limit = Infinity): void {
    for (let skipped = 0; current().kind !== '<EOF>' && !goal.has(current().kind); skipped++) {
      if (skipped >= limit) {
        issues.push({ offset: undefined, message: `error recovery token lookahead limit exceeded: ${MAX_SKIPPED_TOKENS}` });
        throw new Stop();
      }
      consume();
    }
  }
  function dropsToken(): boolean {
    if (!expectedAt(state, call).has(kindAt(at + 1))) return false;
    reportOnce(`extraneous input ${shown(current())} expecting ${expectedText()}`, current());
    consume();
    matched();
    return true;
  }
  /** Whether parsing may enter a block or go round a loop at `state`. */
  function synchronize(): Failure | undefined {
    if (isRecovering) return undefined;
    const next = nextAt(state);
    if (next.ends || next.tokens.has(current().kind)) return undefined;
    if (state.kind === 'star-back' || state.kind === 'plus-back') {
      reportOnce(`extraneous input ${shown(current())} expecting ${expectedText()}`, current());
      skipTo(new Set([...expectedAt(state, call), ...recoverySet(call)]));
      return undefined;
    }
    return state.kind === 'basic' || dropsToken() ? undefined : mismatch();
  }
  function choose(decision: State): number | Failure {
    const shortcut = chooseByToken(decision, kindAt, at, precedence);
    if (shortcut !== undefined) return shortcut;
    const result = predict({ branches: decision.edges.map(({ to }) => to), tokenAt: kindAt, at, precedence, call });
    if ('branch' in result) return result.branch;
    const [from, dead] = [current(), tokenAt(result.deadAt)];
    const input = from.kind === '<EOF>' ? '<EOF>' : textBetween(from, dead);
    const message = `no viable alternative at input '${escapeSpace(input)}'`;
    return {
      message: message.replace(/no viable alternative at input '.(true|false|null)'/, "mismatched input '$1' expecting IDENTIFIER"),
      token: dead,
    };
  }

  /** White space included, characters that are no token left out. */
  function textBetween(from: Token, to: Token): string {
    const inside = ({ at: start, end }: { readonly at: number; readonly end: number }): boolean => start >= from.at && end <= to.end;
    const parts = [...tokens.filter((token) => token.kind !== '<EOF>' && inside(token)), ...hidden.filter(inside)];
    return parts.sort((a, b) => a.at - b.at).map((part) => part.text).join(''); // prettier-ignore
  }

  function walk(element: Element): Failure | undefined {
    switch (element.kind) {
      case 'sequence':
        return walkAll(element.items, 0);
      case 'token':
        state = element.state;
        return match(element.tokens, element.next);
      case 'rule':
        state = element.state;
        walkRule(element.rule, element.precedence, element.next);
        return undefined;
      case 'precedence':
        state = element.state;
        return undefined;
      case 'choice': {
        state = element.state;
        const failure = synchronize();
        if (failure) return failure;
        const branch = choose(element.state);
        if (typeof branch !== 'number') return branch;
        if (tree && element.state.kind === 'block') tree.branch = branch;
        const alternative = element.alternatives[branch];
        return alternative && walk(alternative);
      }
      case 'option':
        state = element.state;
        return synchronize() ?? (nextAt(element.inside).tokens.has(current().kind) ? walk(element.item) : undefined);
      case 'star':
        for (state = element.entry; ; state = element.back) {
          const failure = synchronize();
          if (failure) return failure;
          const goesOn = element.lookahead === 'one' ? Number(!nextAt(element.inside).tokens.has(current().kind)) : choose(element.entry);
          if (typeof goesOn === 'object') return goesOn;
          if (goesOn === 1) return undefined;
          const inner = walk(element.item);
          if (inner) return inner;
        }
      case 'plus':
        state = element.start;
        for (let failure = synchronize(); ; failure = undefined) {
          failure ??= walk(element.item);
          if (failure) return failure;
          state = element.back;
          const stopped = synchronize();
          if (stopped) return stopped;
          const goesOn = element.lookahead === 'one' ? Number(!nextAt(element.start).tokens.has(current().kind)) : choose(element.back);
          if (typeof goesOn === 'object') return goesOn;
          if (goesOn === 1) return undefined;
        }
    }
  }
  function match(wanted: ReadonlySet<TokenKind>, next: State): Failure | undefined {
    const token = current();
    if (wanted.has(token.kind)) {
      matched();
      consume();
      tree?.items.push(token);
      return undefined;
    }
    countRecovery();
    if (dropsToken()) {
      tree?.items.push(current());
      consume();
      return undefined;
    }
    if (expectedAt(next, call).has(token.kind)) {
      reportOnce(`missing ${expectedText()} at ${shown(token)}`, token);
      const [kind] = [...expectedAt(state, call)].sort((a, b) => tokenOrder(a) - tokenOrder(b));
      const before = token.kind === '<EOF>' && at > 0 ? tokenAt(at - 1) : token;
      if (kind) tree?.items.push({ kind, text: `<missing ${tokenName(kind)}>`, at: before.at, end: before.at });
      return undefined;
    }
    return mismatch();
  }
  function walkAll(items: readonly Element[], from: number): Failure | undefined {
    for (let i = from; i < items.length; i++) {
      const item = items[i];
      const failure = item && walk(item);
      if (failure) return failure;
    }
    return undefined;
  }
  /** Walks a rule. Rules that begin with another rule are gone down in a loop, since every level of an expression has a dozen of them and stack is short. */
  function walkRule(name: RuleName, level: number, next: State | undefined): void {
    const entered: (() => void)[] = [];
    let body = enter(name, level, next, entered);
    const bodies = [body];
    for (let first = firstRule(body); first; first = firstRule(body)) {
      state = first.state;
      body = enter(first.rule, first.precedence, first.next, entered);
      bodies.push(body);
    }
    for (let i = bodies.length - 1; i >= 0; i--) {
      const inner = bodies[i];
      const isOuter = i < bodies.length - 1;
      const failure = inner && (isOuter && inner.kind === 'sequence' ? walkAll(inner.items, 1) : walk(inner));
      if (failure) recover(failure);
      entered[i]?.();
    }
  }
  /** Begins a rule; adds what ends it to `entered`. */
  function enter(name: RuleName, level: number, next: State | undefined, entered: (() => void)[]): Element {
    const depth = (depths.get(name) ?? 0) + 1;
    if (depth > MAX_RULE_DEPTH) {
      issues.push({ offset: undefined, message: `expression recursion limit exceeded: ${MAX_RULE_DEPTH}` });
      throw new Stop();
    }
    depths.set(name, depth);
    const caller = { call, precedence, tree };
    const inner: Tree = { rule: name, branch: undefined, first: current(), items: [] };
    tree?.items.push(inner);
    entered.push(() => {
      ({ call, precedence } = caller);
      tree = caller.tree ?? inner;
      depths.set(name, depth - 1);
    });
    call = { parent: call, next };
    precedence = level;
    tree = inner;
    return rules[name].body;
  }
  function recover({ message, token }: Failure): void {
    reportOnce(message, token);
    countRecovery();
    if (lastErrorAt === at && lastErrorStates.has(state)) consume();
    lastErrorAt = at;
    lastErrorStates.add(state);
    skipTo(recoverySet(call), MAX_SKIPPED_TOKENS);
  }
  try {
    walkRule('start', 0, undefined);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { tree: undefined, issues };
  }
  return { tree, issues };
}

function firstRule(body: Element): (Element & { readonly kind: 'rule' }) | undefined {
  const [first] = body.kind === 'sequence' ? body.items : [];
  return first?.kind === 'rule' ? first : undefined;
}

type TokenAt = (index: number) => TokenKind;

/** Lists that a comma may end, and what their items begin with. */
const LIST_ITEMS: Readonly<Partial<Record<RuleName, RuleName>>> = {
  listInit: 'optExpr',
  mapInitializerList: 'optExpr',
  fieldInitializerList: 'optField',
};

/** A decision that a look at a few tokens settles; undefined when it takes a prediction. */
function chooseByToken({ edges, rule, kind }: State, tokenAt: TokenAt, at: number, precedence: number): number | undefined {
  const token = tokenAt(at);
  let only: number | undefined;
  let ending: number | undefined;
  for (let branch = 0; branch < edges.length; branch++) {
    const edge = edges[branch];
    if (!edge) continue;
    const { tokens, ends } = nextAt(edge.to);
    if (ends) ending = branch;
    if (!tokens.has(token)) continue;
    if (only !== undefined) return chooseByMore(rule, kind, tokenAt, at);
    only = branch;
  }
  if (only === undefined) return ending;
  if (ending === undefined || ending === only) return only;
  const item = LIST_ITEMS[rule];
  // what closes such a list after a last comma cannot begin another item
  if (item) return token === ',' && nextAt(grammar().rules[item].start).tokens.has(tokenAt(at + 1)) ? only : undefined;
  // a loop may be left with the token that goes round it: operators by precedence, commas by what follows
  if (rule === 'calc') return (token === '+' || token === '-' ? 1 : 2) >= precedence ? only : ending;
  if (rule === 'relation') return 1 >= precedence ? only : ending;
  return rule === 'member' ? only : undefined;
}

function chooseByMore(rule: RuleName, kind: State['kind'], tokenAt: TokenAt, at: number): number | undefined {
  const following = tokenAt(at + 1);
  if (rule === 'primary' && tokenAt(at) === 'IDENTIFIER') {
    if (following === '(') return 1;
    let end = at + 1;
    while (tokenAt(end) === '.' && tokenAt(end + 1) === 'IDENTIFIER') end += 2;
    return tokenAt(end) === '{' ? 5 : 0;
  }
  if (rule === 'literal' && kind === 'block') return following === 'NUM_INT' ? 0 : following === 'NUM_FLOAT' ? 2 : undefined;
  if (rule === 'unary' && kind === 'block' && (following === 'NUM_INT' || following === 'NUM_FLOAT')) return 0;
  if (rule === 'member' && kind === 'star-block') {
    if (following === '?' || following === 'ESC_IDENTIFIER') return 0;
    if (following === 'IDENTIFIER') return tokenAt(at + 2) === '(' ? 1 : 0;
  }
  return undefined;
}
