import { portsText, type PolicyName, type ReachAnswer, type ReachRow, type RuleName, type SideVerdict } from '../../workspace/reach.ts';
import { counted } from '../counted.ts';
import { printable, type Style } from '../style.ts';

/** `file:line` of a policy or rule; empty where nobody wrote it. */
export type PlaceText = (policy: PolicyName | RuleName) => string;

const MOST_NAMES = 4;

/** The answer to one question for people: what is allowed and what is not, and the policies that say so. */
export function reachText({ from, to, through, verdict, rows, notes }: ReachAnswer, place: PlaceText, style: Style): string {
  const paint = verdict === 'allowed' ? style.green : verdict === 'denied' ? style.red : style.yellow;
  const lines = [
    `${style.bold(from)} → ${style.bold(to)}  ${paint(verdict)}`,
    ...(through === undefined ? [] : [`  through ${through}`]),
    ...rows.flatMap((row) => rowLines(row, place, style)),
    ...notes.map((note) => `  ${style.yellow('!')} ${note}`),
  ];
  return `${lines.map(safeLine).join('\n')}\n`;
}

/** Everything but our own colours made safe for a terminal: names and files may come from anywhere. */
const safeLine = (line: string): string =>
  line
    .split(/(\u001b\[\d+m)/)
    .map((part, i) => (i % 2 === 1 ? part : printable(part)))
    .join('');

function rowLines({ from, to, via, ports, allowed, verdict, reason }: ReachRow, place: PlaceText, style: Style): string[] {
  const sign = allowed ? style.green('✓') : style.red('✗');
  const what = [portsText(ports), via === undefined ? '' : `through ${via}`].filter((part) => part !== '').join(' ');
  const lines = [`from ${namesText(from)}`, ...(to.length === 0 ? [] : [`to   ${namesText(to)}`])];
  if (!verdict) return [`  ${sign} ${what}`, ...lines.map((line) => `      ${line}`), `      ${style.red(reason ?? '')}`];
  const said =
    verdict.exempt === undefined
      ? [...sideLines('egress', verdict.egress, place, style), ...sideLines('ingress', verdict.ingress, place, style)]
      : [verdict.exempt === 'same pod' ? 'a pod always reaches itself' : 'a node and its pods always reach each other'];
  return [`  ${sign} ${what}`, ...[...lines, ...said].map((line) => `      ${line}`)];
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length === 1 ? shown : `${shown}${names.length > MOST_NAMES ? ` and ${counted(names.length - MOST_NAMES, 'other')}` : ''}`;
}

function sideLines(side: 'egress' | 'ingress', verdict: SideVerdict, place: PlaceText, style: Style): string[] {
  const label = side.padEnd(8);
  switch (verdict.because) {
    case 'outside':
      return [];
    case 'host network':
      return [`${label} ${style.dim('not subject to policies: hostNetwork')}`];
    case 'open':
      return [`${label} ${style.dim('not isolated by any policy')}`];
    case 'rule':
      return [`${label} allowed by ${verdict.allowedBy.map((rule) => ruleText(rule, place)).join(', ')}`];
    case 'no rule': {
      const [only, ...more] = verdict.isolatedBy;
      if (only && more.length === 0 && verdict.nearly.length === 0)
        return [`${label} ${style.red('denied')} by ${policyText(only, place)}: no rule lets it through`];
      return [
        `${label} ${style.red('denied')}: no rule of these policies lets it through`,
        ...verdict.isolatedBy.flatMap((policy) => policyLines(policy, verdict, place)),
      ];
    }
  }
}

/** A policy that isolates, and its rules that nearly fit. */
function policyLines(policy: PolicyName, { nearly }: SideVerdict, place: PlaceText): string[] {
  const own = nearly.filter(({ namespace, name }) => namespace === policy.namespace && name === policy.name);
  return [
    `         ${policyText(policy, place)}`,
    ...own.map(
      (rule) =>
        `           ${rule.direction}[${rule.rule}]${at(rule, place)} takes ${rule.other === 'port' ? 'these peers, but other ports' : 'this port, but other peers'}`,
    ),
  ];
}

const policyText = (policy: PolicyName, place: PlaceText): string => `NetworkPolicy ${policy.namespace}/${policy.name}${at(policy, place)}`;

const ruleText = (rule: RuleName, place: PlaceText): string =>
  `NetworkPolicy ${rule.namespace}/${rule.name} ${rule.direction}[${rule.rule}]${at(rule, place)}`;

function at(policy: PolicyName | RuleName, place: PlaceText): string {
  const text = place(policy);
  return text === '' ? '' : ` (${text})`;
}
