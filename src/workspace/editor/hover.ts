import { elementsOf } from '../../model/field-path.ts';
import { stringify } from '../../model/json.ts';
import { pathAt } from '../../yaml/path-at.ts';
import type { HoverInfo } from '../editor-session.ts';
import { explainField, type Explanation, type ExplainSources } from '../explain.ts';
import { documentAt } from './document-at.ts';

/** What is known of the field at `offset`; undefined where nothing is. */
export function hover(text: string, offset: number, sources: ExplainSources): HoverInfo | undefined {
  const { tree, resource } = documentAt(text, offset, sources.registry);
  const at = pathAt(tree, offset);
  if (!resource || at.on === 'gap') return undefined;
  const names = elementsOf(at.path).flatMap((element) =>
    element.kind === 'index' ? [] : [element.kind === 'field' ? element.name : element.key],
  );
  const isKind = names.length === 1 && (names[0] === 'kind' || names[0] === 'apiVersion');
  const explained = explainField(resource, isKind ? [] : names, sources);
  return 'explanation' in explained ? { range: at.range, markdown: explanationMarkdown(explained.explanation) } : undefined;
}

/** An explanation as editors show it. */
export function explanationMarkdown({
  kind,
  path,
  type,
  required,
  default: byDefault,
  allowed,
  merge,
  since,
  documentation,
}: Explanation): string {
  const facts = [
    required ? 'required' : undefined,
    byDefault === undefined ? undefined : `default \`${stringify(byDefault)}\``,
    merge === undefined ? undefined : `merged as ${merge}`,
    since === undefined ? undefined : `since Kubernetes ${since}`,
  ].filter((fact) => fact !== undefined);
  const paragraphs = [
    `**${path === '' ? kind : path}** \`${type}\``,
    facts.join(' · '),
    allowed ? `Allowed: ${allowed.map((value) => `\`${value === '' ? '""' : value}\``).join(', ')}` : '',
    documentation,
  ];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}
