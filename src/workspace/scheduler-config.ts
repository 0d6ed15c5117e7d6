import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { elementsOf, pathOf, root, valueAt, type FieldPath } from '../model/field-path.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { SchedulerSetup } from '../model/scheduler-configuration.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { SetupProblem } from '../validate/kubescheduler/kube-scheduler-configuration/decode.ts';
import { readSchedulerConfiguration } from '../validate/kubescheduler/kube-scheduler-configuration/setup.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { findDecodeCulprit } from './decode-culprit.ts';
import { diagnosticsOf } from './located.ts';
import type { Problem } from './problem.ts';
import type { SourceFile } from './source-file.ts';

export interface ReadSchedulerConfig {
  /** Undefined where kube-scheduler would not start with the file. */
  readonly setup?: SchedulerSetup;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTE = 'kube-scheduler does not start with this configuration; what is shown is what the default one comes to.';

/** Reads a KubeSchedulerConfiguration, as `kube-scheduler --config` takes it. */
export function readSchedulerConfig(file: SourceFile, registry: SchemaRegistry): ReadSchedulerConfig {
  const [document, second] = readDocuments(file.source, file.text);
  if (!document) return { diagnostics: [] };
  const about = (problem: Omit<Problem, 'code' | 'severity'>, severity: Problem['severity'] = 'error'): Problem => ({
    code: 'input/scheduler-config',
    severity,
    ...problem,
  });
  const found = (problems: readonly Problem[]): Diagnostic[] => diagnosticsOf(file, document, problems).sort(compareDiagnostics);
  const unreadable = document.error ?? document.strictError;
  if (!document.value || unreadable !== undefined)
    return { diagnostics: found([about({ path: root, message: `the scheduler configuration cannot be read: ${unreadable ?? ''}` })]) };
  const { value } = document;
  const { setup, problems, notes } = readSchedulerConfiguration(value, registry);
  const ignored = second ? [about({ path: root, message: 'only the first document counts' }, 'warning')] : [];
  return {
    ...(setup && { setup }),
    diagnostics: found([
      ...problems.map(({ message, onKey, ...problem }) =>
        about({ path: placeOf(problem, value), message, note: NOTE, ...(onKey && { onKey }) }),
      ),
      ...notes.map(({ path, message }) => about({ path, message }, 'warning')),
      ...ignored,
    ]),
  };
}

/** The field that is to blame, where a decoder only says of which value it is a part. */
function placeOf({ path, errorOf }: Pick<SetupProblem, 'path' | 'errorOf'>, value: JsonObject): FieldPath {
  const part = valueAt(value, path);
  const error = errorOf && isObject(part) ? errorOf(part) : undefined;
  if (!errorOf || !isObject(part) || error === undefined) return path;
  return pathOf([...elementsOf(path), ...elementsOf(findDecodeCulprit(part, error, errorOf))]);
}
