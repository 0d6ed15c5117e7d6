import { invariant } from '../../../model/invariant.ts';
import type { TokenKind } from './token.ts';

/** A place in the grammar's automaton. */
export interface State {
  readonly id: number;
  /** What the automaton does from here; `kind` decides how a parser recovers here. */
  readonly kind: 'basic' | 'block' | 'star-block' | 'plus-block' | 'star-entry' | 'star-back' | 'plus-back' | 'stop';
  readonly edges: Edge[];
  readonly rule: RuleName;
}
export type Edge =
  | { readonly kind: 'empty'; readonly to: State }
  | { readonly kind: 'token'; readonly tokens: ReadonlySet<TokenKind>; readonly to: State }
  | { readonly kind: 'rule'; readonly rule: RuleName; readonly to: State }
  | { readonly kind: 'precedence'; readonly level: number; readonly to: State };

/** An element of a rule with its states. */
export type Element =
  | { readonly kind: 'token'; readonly tokens: ReadonlySet<TokenKind>; readonly state: State; readonly next: State }
  | { readonly kind: 'rule'; readonly rule: RuleName; readonly precedence: number; readonly state: State; readonly next: State }
  | { readonly kind: 'precedence'; readonly level: number; readonly state: State }
  | { readonly kind: 'sequence'; readonly items: readonly Element[] }
  | { readonly kind: 'choice'; readonly alternatives: readonly Element[]; readonly state: State }
  | { readonly kind: 'option'; readonly item: Element; readonly state: State; readonly inside: State }
  | {
      readonly kind: 'star';
      readonly item: Element;
      readonly entry: State;
      readonly inside: State;
      readonly back: State;
      readonly lookahead: Lookahead;
    }
  | { readonly kind: 'plus'; readonly item: Element; readonly start: State; readonly back: State; readonly lookahead: Lookahead };

/** Whether one token tells that a loop goes on. */
export type Lookahead = 'one' | 'many';

export interface Rule {
  readonly start: State;
  readonly stop: State;
  readonly body: Element;
}

const RULES = [
  'start', 'expr', 'conditionalOr', 'conditionalAnd', 'relation', 'calc', 'unary', 'member', 'primary', 'exprList', 'listInit',
  'fieldInitializerList', 'optField', 'mapInitializerList', 'escapeIdent', 'optExpr', 'literal',
] as const; // prettier-ignore
export type RuleName = (typeof RULES)[number];

/** The grammar as it is written down, before it gets states. */
type Form =
  | TokenKind
  | readonly ['any', ...TokenKind[]]
  | readonly ['rule', RuleName, number?]
  | readonly ['level', number]
  | readonly ['sequence', ...Form[]]
  | readonly ['choice', ...Form[]]
  | readonly ['option', Form]
  | readonly ['star', Form, 'many'?]
  | readonly ['plus', Form, 'many'?];

/** `item (',' item)*`; where another comma may follow, one token does not tell whether the list goes on. */
const list = (item: Form, lookahead?: 'many'): Form => [
  'sequence',
  item,
  lookahead ? ['star', ['sequence', ',', item], lookahead] : ['star', ['sequence', ',', item]],
];
const trailing = (open: TokenKind, rule: RuleName, close: TokenKind): Form => [
  'sequence',
  open,
  ['option', ['rule', rule]],
  ['option', ','],
  close,
];
const expr: Form = ['rule', 'expr'];
const entry = (key: Form): Form => ['sequence', key, ':', expr];
const identifier: Form = 'IDENTIFIER';
const call: readonly Form[] = ['(', ['option', ['rule', 'exprList']], ')'];
const marked = (item: Form): Form => ['sequence', ['option', '?'], item];

/**
 * CEL's grammar in the shape of upstream's parser: left recursion as loops with levels of precedence, alternatives in its order. The shape decides which
 * tokens an error message expects and how the parser goes on after an error.
 */
const GRAMMAR: Readonly<Record<RuleName, Form>> = {
  start: ['sequence', expr, '<EOF>'],
  expr: ['sequence', ['rule', 'conditionalOr'], ['option', ['sequence', '?', ['rule', 'conditionalOr'], ':', expr]]],
  conditionalOr: ['sequence', ['rule', 'conditionalAnd'], ['star', ['sequence', '||', ['rule', 'conditionalAnd']]]],
  conditionalAnd: ['sequence', ['rule', 'relation'], ['star', ['sequence', '&&', ['rule', 'relation']]]],
  relation: [
    'sequence',
    ['rule', 'calc'],
    ['star', ['sequence', ['level', 1], ['any', '<', '<=', '>=', '>', '==', '!=', 'in'], ['rule', 'relation', 2]], 'many'],
  ],
  calc: [
    'sequence',
    ['rule', 'unary'],
    [
      'star',
      [
        'choice',
        ['sequence', ['level', 2], ['any', '*', '/', '%'], ['rule', 'calc', 3]],
        ['sequence', ['level', 1], ['any', '+', '-'], ['rule', 'calc', 2]],
      ],
      'many',
    ],
  ],
  unary: [
    'choice',
    ['rule', 'member'],
    ['sequence', ['plus', '!'], ['rule', 'member']],
    ['sequence', ['plus', '-', 'many'], ['rule', 'member']],
  ],
  member: [
    'sequence',
    ['rule', 'primary'],
    [
      'star',
      [
        'choice',
        ['sequence', ['level', 3], '.', ['option', '?'], ['rule', 'escapeIdent']],
        ['sequence', ['level', 2], '.', identifier, ...call],
        ['sequence', ['level', 1], '[', ['option', '?'], expr, ']'],
      ],
      'many',
    ],
  ],
  primary: [
    'choice',
    ['sequence', ['option', '.'], identifier],
    ['sequence', ['option', '.'], identifier, ...call],
    ['sequence', '(', expr, ')'],
    trailing('[', 'listInit', ']'),
    trailing('{', 'mapInitializerList', '}'),
    ['sequence', ['option', '.'], identifier, ['star', ['sequence', '.', identifier]], trailing('{', 'fieldInitializerList', '}')],
    ['rule', 'literal'],
  ],
  exprList: list(expr),
  listInit: list(['rule', 'optExpr'], 'many'),
  fieldInitializerList: list(entry(['rule', 'optField']), 'many'),
  optField: marked(['rule', 'escapeIdent']),
  mapInitializerList: list(entry(['rule', 'optExpr']), 'many'),
  escapeIdent: ['choice', identifier, 'ESC_IDENTIFIER'],
  optExpr: marked(expr),
  literal: [
    'choice',
    ['sequence', ['option', '-'], 'NUM_INT'],
    'NUM_UINT',
    ['sequence', ['option', '-'], 'NUM_FLOAT'],
    'STRING',
    'BYTES',
    'true',
    'false',
    'null',
  ],
};

export interface Grammar {
  readonly rules: Readonly<Record<RuleName, Rule>>;
  /** Where the automaton goes on after each use of a rule. */
  readonly follow: ReadonlyMap<RuleName, readonly State[]>;
}

let built: Grammar | undefined;

/** The grammar's automaton, built when it is first needed. */
export const grammar = (): Grammar => (built ??= build());

function build(): Grammar {
  let count = 0;
  let rule: RuleName = 'start';
  const follow = new Map<RuleName, State[]>(RULES.map((name) => [name, []]));
  const state = (kind: State['kind'] = 'basic'): State => ({ id: count++, kind, edges: [], rule });
  const join = (from: State, to: State): void => void from.edges.push({ kind: 'empty', to });

  /** Adds `form` after `from`; answers the element and the state behind it. */
  function add(form: Form, from: State, block: State['kind'] = 'block'): readonly [Element, State] {
    if (typeof form === 'string') return addTokens(new Set([form]), from);
    switch (form[0]) {
      case 'any':
        return addTokens(new Set(form.slice(1) as TokenKind[]), from);
      case 'rule': {
        const [at, next] = [step(from), state()];
        at.edges.push({ kind: 'rule', rule: form[1], to: next });
        follow.get(form[1])?.push(next);
        return [{ kind: 'rule', rule: form[1], precedence: form[2] ?? 0, state: at, next }, next];
      }
      case 'level': {
        const [at, next] = [step(from), state()];
        at.edges.push({ kind: 'precedence', level: form[1], to: next });
        return [{ kind: 'precedence', level: form[1], state: at }, next];
      }
      case 'sequence': {
        const items: Element[] = [];
        let at = from;
        for (const part of form.slice(1) as Form[]) {
          const [element, next] = add(part, at);
          items.push(element);
          at = next;
        }
        return [{ kind: 'sequence', items }, at];
      }
      case 'choice': {
        const [start, end] = [state(block), state()];
        join(from, start);
        const alternatives = (form.slice(1) as Form[]).map((alternative) => branch(alternative, start, end));
        return [{ kind: 'choice', alternatives, state: start }, end];
      }
      case 'option': {
        const [start, end] = [state('block'), state()];
        join(from, start);
        const item = branch(form[1], start, end);
        const inside = target(start);
        join(start, end);
        return [{ kind: 'option', item, state: start, inside }, end];
      }
      case 'star': {
        const [loopEntry, back, end] = [state('star-entry'), state('star-back'), state()];
        join(from, loopEntry);
        const item = branch(form[1], loopEntry, back, 'star-block');
        const inside = target(loopEntry);
        join(loopEntry, end);
        join(back, loopEntry);
        return [{ kind: 'star', item, entry: loopEntry, inside, back, lookahead: form[2] ?? 'one' }, end];
      }
      case 'plus': {
        const [start, back, end] = [state('plus-block'), state('plus-back'), state()];
        join(from, start);
        const item = branch(form[1], start, back);
        join(back, start);
        join(back, end);
        return [{ kind: 'plus', item, start, back, lookahead: form[2] ?? 'one' }, end];
      }
    }
  }
  function addTokens(tokens: ReadonlySet<TokenKind>, from: State): readonly [Element, State] {
    const [at, next] = [step(from), state()];
    at.edges.push({ kind: 'token', tokens, to: next });
    return [{ kind: 'token', tokens, state: at, next }, next];
  }
  function step(from: State): State {
    const at = state();
    join(from, at);
    return at;
  }
  function branch(form: Form, start: State, end: State, block?: State['kind']): Element {
    const [element, last] = add(form, step(start), block);
    join(last, end);
    return element;
  }
  function target({ edges }: State): State {
    const [first] = edges;
    invariant(first, 'a block has an alternative');
    return first.to;
  }
  function addRule(name: RuleName): Rule {
    rule = name;
    const start = state();
    const [body, last] = add(GRAMMAR[name], start);
    const stop = state('stop');
    join(last, stop);
    return { start, stop, body };
  }
  const rules = Object.fromEntries(RULES.map((name) => [name, addRule(name)])) as Record<RuleName, Rule>;
  return { rules, follow };
}
