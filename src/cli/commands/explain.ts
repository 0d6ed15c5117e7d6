import { stringify } from '../../model/json.ts';
import { defineCommand } from '../command.ts';
import { isUsageError } from '../read-files.ts';
import { resolveSettings } from '../settings.ts';
import { config, kubernetesVersion, output } from '../shared-options.ts';
import { explanationText } from '../views/explanation.ts';

/** `drydock explain`: documentation. */
export const explain = defineCommand({
  name: 'explain',
  usage: '[OPTION…] KIND[.FIELD…]',
  description: [
    'Describes a kind or a field: documentation, type, default, allowed values, the release it came with, and the fields below it.',
  ],
  options: [output('text', 'json', 'yaml'), kubernetesVersion, config],
  examples: [
    { command: 'drydock explain deployment.spec.strategy', does: 'A field and what is below it.' },
    { command: 'drydock explain apps/v1/StatefulSet', does: 'A kind of one API version.' },
    { command: 'drydock explain -k 1.35 pod.spec.containers.resources', does: 'As Kubernetes 1.35 has it.' },
  ],
  async run({ values, operands, terminal, style }) {
    const [query, ...more] = operands;
    if (query === undefined || more.length > 0) return { message: 'explain takes one KIND[.FIELD…]' };
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const [{ explain: look }, { loadSchemas, loadDocumentation }] = await Promise.all([
      import('../../workspace/explain.ts'),
      import('../../workspace/schemas.ts'),
    ]);
    const explained = look(query, { registry: loadSchemas(settings.release), registryOf: loadSchemas, documentation: loadDocumentation() });
    if ('problem' in explained) return { message: explained.problem, ...(explained.hint !== undefined && { hint: explained.hint }) };
    const { explanation } = explained;
    if (values.output === 'json') await terminal.write(`${stringify(explanation, { indent: 2 })}\n`);
    else if (values.output === 'yaml') await terminal.write((await import('../../workspace/print.ts')).printYaml(explanation));
    else await terminal.write(explanationText(explanation, settings.release, style, terminal.columns));
    return 0;
  },
});
