import { stringify } from '../../model/json.ts';
import { defineCommand } from '../command.ts';
import { isUsageError, readFiles } from '../read-files.ts';
import { complain, readInputs } from '../read-inputs.ts';
import { resolveSettings } from '../settings.ts';
import { cluster, config, enableApi, kubernetesVersion, output } from '../shared-options.ts';

/** `drydock dns`: the names in a cluster. */
export const dns = defineCommand({
  name: 'dns',
  usage: '[OPTION…] PATH…',
  description: [
    'Applies manifests to a simulated cluster and lists the records that CoreDNS then serves for its Services and Pods, with the configuration',
    'that Kubernetes comes with (cluster.local, pods insecure). Addresses are simulated: names, types and ports are those of a real cluster.',
  ],
  options: [
    output('text', 'json'),
    { name: 'name', type: 'value', placeholder: 'NAME', help: 'Only records whose name is this or begins so, as in web or web.shop.' },
    { name: 'type', type: 'list', placeholder: 'TYPE', help: 'Only records of this type: A, AAAA, CNAME, PTR or SRV. Repeatable.' },
    cluster,
    kubernetesVersion,
    enableApi,
    config,
  ],
  examples: [
    { command: 'drydock dns deploy/', does: 'All names of Services and Pods.' },
    { command: 'drydock dns --type SRV deploy/', does: 'Where named ports are found.' },
    { command: 'drydock dns --name db.shop deploy/', does: 'What the name resolves to.' },
  ],
  async run({ values, operands, terminal, style }) {
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const paths = operands.length > 0 ? operands : settings.paths;
    if (paths.length === 0) return { message: 'nothing to look at: give files, directories, globs, or - for standard input' };
    const existing = readFiles(values.cluster, '--cluster', terminal.cwd);
    if (isUsageError(existing)) return existing;
    const inputs = await readInputs(paths, terminal, settings);
    complain(inputs.problems, terminal);
    const [{ previewSources }, { schemasWith }, { recordsText, selectRecords }] = await Promise.all([
      import('../../workspace/preview.ts'),
      import('../../workspace/schemas.ts'),
      import('../views/dns.ts'),
    ]);
    const registry = schemasWith(settings.release, settings.enableApis);
    const { network } = previewSources({ registry, files: inputs.files, cluster: existing });
    const records = selectRecords(network.records, { name: values.name, types: values.type });
    await terminal.write(values.output === 'json' ? `${stringify(records, { indent: 2 })}\n` : recordsText(records, style));
    return inputs.problems.length > 0 ? 2 : 0;
  },
});
