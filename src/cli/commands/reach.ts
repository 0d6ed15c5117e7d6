import { stringify } from '../../model/json.ts';
import type { PolicyName, ReachAnswer, Reachability, ReachRow, RuleName, SideVerdict } from '../../workspace/reach.ts';
import { counted } from '../counted.ts';
import { defineCommand } from '../command.ts';
import { isUsageError, readFiles } from '../read-files.ts';
import { complain, readInputs } from '../read-inputs.ts';
import { resolveSettings } from '../settings.ts';
import { cluster, config, enableApi, kubernetesVersion, output } from '../shared-options.ts';
import type { PlaceText } from '../views/reach.ts';

/** `drydock reach`: who reaches whom. */
export const reach = defineCommand({
  name: 'reach',
  usage: '[OPTION…] FROM TO[:PORT[/PROTOCOL]] [PATH…] | --matrix [PATH…]',
  description: [
    'Applies manifests to a simulated cluster and says whether one end reaches another: which endpoints a Service sends it to, and which',
    'NetworkPolicies allow or deny it on which side, with file and line. Policies are read as the NetworkPolicy API defines them; it takes a',
    'network plugin that enforces them. FROM and TO are NAME, NAMESPACE/NAME, KIND/NAME or NAMESPACE/KIND/NAME of a workload, a Service or a',
    'namespace, a pod name that ends in … or * for all that begin so, an address or block of addresses, or "outside" for any address; TO may be',
    'an URL that an Ingress routes. Without PORT all ports are asked for that the other end declares. Exits with 1 where something is denied.',
  ],
  options: [
    output('text', 'json'),
    { name: 'matrix', type: 'flag', help: 'Show all workloads against all others and against the outside.' },
    {
      name: 'namespace',
      short: 'n',
      type: 'value',
      placeholder: 'NAMESPACE',
      help: 'Look for names without a namespace in this one only.',
    },
    cluster,
    kubernetesVersion,
    enableApi,
    config,
  ],
  examples: [
    { command: 'drydock reach deployment/web db:5432 deploy/', does: 'Whether web reaches the Service db, and by which policies.' },
    { command: 'drydock reach outside shop/web:http deploy/', does: 'What may come in from outside the cluster.' },
    { command: 'drydock reach web 10.0.0.0/8:443 deploy/', does: 'Which addresses web may talk to.' },
    {
      command: 'drydock reach -n ingress controller https://shop.example.com/cart deploy/',
      does: 'Whether the ingress controller reaches what serves an URL.',
    },
    { command: 'drydock reach --matrix deploy/', does: 'Who reaches whom, as a table.' },
  ],
  async run({ values, operands, terminal, style, quiet }) {
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const [from, to] = operands;
    if (!values.matrix && (from === undefined || to === undefined)) return { message: 'reach takes FROM and TO, or --matrix' };
    const given = values.matrix ? operands : operands.slice(2);
    const paths = given.length > 0 ? given : settings.paths;
    if (paths.length === 0) return { message: 'nothing to look at: give files, directories, globs, or - for standard input' };
    const existing = readFiles(values.cluster, '--cluster', terminal.cwd);
    if (isUsageError(existing)) return existing;
    const inputs = await readInputs(paths, terminal, settings);
    complain(inputs.problems, terminal);
    const [{ createReachability, isReachProblem }, { schemasWith }] = await Promise.all([
      import('../../workspace/reach.ts'),
      import('../../workspace/schemas.ts'),
    ]);
    const registry = schemasWith(settings.release, settings.enableApis);
    const reachability = createReachability({ registry, files: inputs.files, cluster: existing });
    const refused = reachability.diagnostics.filter(({ severity }) => severity === 'error').length;
    if (refused > 0 && !quiet)
      terminal.writeError(`drydock: ${counted(refused, 'error')} in what was applied; \`drydock preview\` shows them\n`);
    if (values.matrix) {
      const matrix = reachability.matrix();
      if (values.output === 'json') await terminal.write(`${stringify(matrix, { indent: 2 })}\n`);
      else await terminal.write((await import('../views/reach-matrix.ts')).matrixText(matrix, style));
      return inputs.problems.length > 0 ? 2 : 0;
    }
    const answer = reachability.ask({ from: from ?? '', to: to ?? '', namespace: values.namespace });
    if (isReachProblem(answer)) return { message: answer.problem, ...(answer.hint !== undefined && { hint: answer.hint }) };
    const place = await placesIn([...inputs.files, ...existing], reachability);
    if (values.output === 'json') await terminal.write(`${stringify(answerJson(answer, place), { indent: 2 })}\n`);
    else await terminal.write((await import('../views/reach.ts')).reachText(answer, place, style));
    if (answer.verdict !== 'allowed') return 1;
    return inputs.problems.length > 0 ? 2 : 0;
  },
});

async function placesIn(
  files: readonly { readonly source: string; readonly text: string }[],
  { locate }: Reachability,
): Promise<PlaceText> {
  const { createLineIndex } = await import('../../text/line-index.ts');
  const texts = new Map(files.map(({ source, text }) => [source, createLineIndex(text)]));
  return (policy) => {
    const location = locate(policy);
    const lines = location && texts.get(location.source);
    return location && lines ? `${location.source}:${lines.positionAt(location.range.start).line}` : '';
  };
}

/** The answer with the place of each policy and rule. */
function answerJson(answer: ReachAnswer, place: PlaceText): unknown {
  const placed = <T extends PolicyName | RuleName>(name: T): T & { readonly at?: string } => {
    const at = place(name);
    return { ...name, ...(at !== '' && { at }) };
  };
  const sideJson = (side: SideVerdict): unknown => ({
    ...side,
    isolatedBy: side.isolatedBy.map(placed),
    allowedBy: side.allowedBy.map(placed),
    nearly: side.nearly.map(placed),
  });
  const rowJson = ({ verdict, ...row }: ReachRow): unknown => ({
    ...row,
    ...(verdict && { verdict: { ...verdict, egress: sideJson(verdict.egress), ingress: sideJson(verdict.ingress) } }),
  });
  return { ...answer, rows: answer.rows.map(rowJson) };
}
