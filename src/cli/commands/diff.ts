import { stringify } from '../../model/json.ts';
import { defineCommand } from '../command.ts';
import { definitionFiles, definitionsIn } from '../definitions.ts';
import { exitCodeOf } from '../exit-code.ts';
import { complain, readInputs } from '../read-inputs.ts';
import { isUsageError } from '../read-files.ts';
import { resolveSettings } from '../settings.ts';
import { config, crds, kubernetesVersion, output } from '../shared-options.ts';
import { printable, type Style } from '../style.ts';

/** `drydock diff`: differences by meaning. */
export const diff = defineCommand({
  name: 'diff',
  usage: '[OPTION…] OLD NEW',
  description: [
    'Compares the objects of two files or directories by meaning: defaults, other spellings of quantities and the order of keyed lists make no difference.',
    'Custom resources are compared by the CRDs among the files.',
    'Every change says what applying it does: nothing, an update in place, a rolling restart, a re-creation, or a refusal of the API server.',
    'Exits with 1 when there are differences.',
  ],
  options: [
    output('text', 'json', 'jsonpatch'),
    { name: 'no-ops', type: 'flag', help: 'Also list differences of writing that make none.' },
    { name: 'show-secrets', type: 'flag', help: 'Show values of Secrets.' },
    kubernetesVersion,
    crds,
    config,
  ],
  examples: [
    { command: 'drydock diff main/ branch/', does: 'What a branch changes.' },
    { command: 'drydock diff -o jsonpatch old.yaml new.yaml', does: 'As JSON Patches for kubectl patch --type=json.' },
    { command: 'git show HEAD:web.yaml | drydock diff - web.yaml', does: 'What the working tree changes.' },
  ],
  async run({ values, operands, terminal, style }) {
    const [old, next, ...more] = operands;
    if (old === undefined || next === undefined || more.length > 0)
      return { message: `diff takes two paths, OLD and NEW, not ${operands.length}` };
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const definitions = await definitionFiles(settings, terminal.cwd);
    if ('message' in definitions) return definitions;
    const { loadSchemas } = await import('../../workspace/schemas.ts');
    const { compareSources, diffJson, jsonPatches, renderDiff } = await import('../../workspace/compare.ts');
    const [before, after] = [await readInputs([old], terminal, settings), await readInputs([next], terminal, settings)];
    const { diffs, problems } = compareSources(before.files, after.files, loadSchemas(settings.release), {
      noOps: values['no-ops'],
      crds: definitionsIn(definitions, terminal.cwd),
    });
    const unread = [...before.problems, ...after.problems, ...problems];
    complain(unread, terminal);
    if (values.output === 'json') await terminal.write(`${stringify(diffJson(diffs, values['show-secrets']), { indent: 2 })}\n`);
    else if (values.output === 'jsonpatch')
      await terminal.write(`${stringify(jsonPatches(diffs, { secrets: values['show-secrets'] }), { indent: 2 })}\n`);
    else await terminal.write(renderDiff(diffs, { paint: painter(style), width: terminal.columns, secrets: values['show-secrets'] }));
    return exitCodeOf({ failed: diffs.length > 0, unreadable: unread.length > 0, bug: false });
  },
});

function painter(style: Style): (role: string, text: string) => string {
  return (role, text) => {
    const shown = printable(text);
    switch (role) {
      case 'heading':
        return style.bold(shown);
      case 'path':
        return style.cyan(shown);
      case 'added':
      case 'live':
        return style.green(shown);
      case 'removed':
      case 'rejected':
      case 'recreate':
        return style.red(shown);
      case 'rolling restart':
        return style.yellow(shown);
      case 'faint':
      case 'no-op':
        return style.dim(shown);
      default:
        return shown;
    }
  };
}
