import type { LineIndex } from '../../text/line-index.ts';
import { compareText } from '../../model/json.ts';
import type { AccountAccess } from '../../workspace/access-accounts.ts';
import type { Permission, Written } from '../../workspace/access.ts';
import { printable, type Style } from '../style.ts';

/** The lines of a source; undefined for one that was not read. */
export type LinesOf = (source: string) => LineIndex | undefined;

/** `rbac.yaml:12:5`, or nothing for what is written nowhere. */
export function placeText({ at }: Written, linesOf: LinesOf): string {
  if (!at) return '';
  const position = linesOf(at.source)?.positionAt(at.range.start);
  return position ? `${at.source === '-' ? '<stdin>' : at.source}:${position.line}:${position.column}` : at.source;
}

const nameOf = ({ kind, namespace, name }: Written): string => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

export const subjectName = ({ subject, namespace }: Permission): string =>
  subject.kind === 'ServiceAccount'
    ? `ServiceAccount ${subject.namespace || namespace}/${subject.name ?? ''}`
    : `${subject.kind ?? ''} ${subject.name ?? ''}`;

/** What a rule allows: `get, list  pods, deployments.apps (named a, b)`. */
export function ruleLine({ rule }: Permission): string {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const things = resources.flatMap((resource) => apiGroups.map((group) => (group === '' ? resource : `${resource}.${group}`)));
  const named = resourceNames.length > 0 ? ` (named ${resourceNames.join(', ')})` : '';
  return printable(`${verbs.join(', ')}  ${[...things, ...nonResourceURLs].join(', ')}${named}`);
}

/** Each permission with the rule, the role and the binding that give it, and their places. */
export function groundsText(permissions: readonly Permission[], linesOf: LinesOf, style: Style): string {
  return permissions
    .map((permission) => {
      const { binding, role, namespace } = permission;
      const scope = namespace === '' ? 'everywhere' : `in ${namespace}`;
      const line = (label: string, what: string, place: string): string =>
        `  ${style.dim(label.padEnd(8))} ${printable(what)}${place === '' ? style.dim('  default policy') : `  ${style.cyan(printable(place))}`}\n`;
      return (
        `${style.bold(ruleLine(permission))}  ${style.dim(scope)}\n` +
        line('rule of', nameOf(role), placeText(role, linesOf)) +
        line('bound by', nameOf(binding), placeText(binding, linesOf)) +
        `  ${style.dim('to'.padEnd(8))} ${printable(subjectName(permission))}\n`
      );
    })
    .join('');
}

/** A line for each subject: who, where, by which binding of which role. Whom the default policy lets do it stands below. */
export function subjectsText(permissions: readonly Permission[], linesOf: LinesOf, style: Style): string {
  const given = subjectLines(
    permissions.filter(({ isDefault }) => !isDefault),
    linesOf,
    style,
  );
  const always = subjectLines(
    permissions.filter(({ isDefault }) => isDefault),
    linesOf,
    style,
  );
  if (always === '') return given;
  return `${given === '' ? `${style.dim('nobody by these manifests')}\n` : given}${style.dim('by the default policy of the release:')}\n${always.replace(/^(?=.)/gm, '  ')}`;
}

function subjectLines(permissions: readonly Permission[], linesOf: LinesOf, style: Style): string {
  const rows = permissions.map((permission) => ({
    who: printable(subjectName(permission)),
    where: permission.namespace === '' ? 'everywhere' : `in ${permission.namespace}`,
    by: printable(permission.isDefault ? nameOf(permission.role) : `${nameOf(permission.binding)} of ${nameOf(permission.role)}`),
    place: placeText(permission.binding, linesOf),
  }));
  const [whoWidth, whereWidth] = [Math.max(0, ...rows.map(({ who }) => who.length)), Math.max(0, ...rows.map(({ where }) => where.length))];
  const lines = rows.map(
    ({ who, where, by, place }) =>
      `${who.padEnd(whoWidth)}  ${style.dim(where.padEnd(whereWidth))}  ${by}${place === '' ? '' : `  ${style.cyan(printable(place))}`}\n`,
  );
  return [...new Set(lines)].sort(compareText).join('');
}

/** Service accounts with the workloads that run as them, and their rules by where they hold. */
export function accountsText(accounts: readonly AccountAccess[], linesOf: LinesOf, style: Style): string {
  return accounts
    .map(({ account, workloads, permissions, isMissing }) => {
      const place = placeText(account, linesOf);
      const users = workloads.map(
        (each) => `  ${style.dim('used by')} ${printable(nameOf(each))}${each.mountsToken ? '' : style.dim('  without its token')}\n`,
      );
      const head = `${style.bold(printable(`ServiceAccount ${account.namespace}/${account.name}`))}${place === '' ? '' : `  ${style.cyan(printable(place))}`}${isMissing ? `  ${style.yellow('is not among the manifests: without it no pod of these is created')}` : ''}\n`;
      return (
        head +
        users.join('') +
        (permissions.length === 0 ? `  ${style.dim('nothing is granted to it')}\n` : rulesText(permissions, linesOf, style))
      );
    })
    .join('\n');
}

/** Rules by where they hold, each with the place of the rule. */
export function rulesText(permissions: readonly Permission[], linesOf: LinesOf, style: Style): string {
  const scopes = [...new Set(permissions.map(({ namespace }) => namespace))].sort(compareText);
  return scopes
    .map((scope) => {
      const lines = permissions
        .filter(({ namespace }) => namespace === scope)
        .map((permission) => {
          const place = placeText(permission.role, linesOf);
          return `    ${ruleLine(permission)}  ${place === '' ? style.dim(nameOf(permission.role)) : style.cyan(printable(place))}\n`;
        });
      return `  ${scope === '' ? 'everywhere' : `in ${printable(scope)}`}\n${[...new Set(lines)].sort(compareText).join('')}`;
    })
    .join('');
}

/** A permission for programs. */
export function permissionJson({ subject, binding, role, rule, namespace }: Permission, linesOf: LinesOf): unknown {
  const written = (each: Written): unknown => {
    const position = each.at && linesOf(each.at.source)?.positionAt(each.at.range.start);
    const at = each.at && position ? { source: each.at.source, line: position.line, column: position.column } : undefined;
    return { kind: each.kind, ...(each.namespace !== '' && { namespace: each.namespace }), name: each.name, ...(at && { at }) };
  };
  return { subject, ...(namespace !== '' && { namespace }), rule, role: written(role), binding: written(binding) };
}
