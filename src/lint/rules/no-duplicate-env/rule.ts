import { child, index } from '../../../model/field-path.ts';
import type { EnvVar } from '../../../model/kinds/core-v1.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noDuplicateEnv = defineRule({
  id: 'no-duplicate-env',
  docs: {
    summary: 'An environment variable is set once per container.',
    sources: ['kube-linter/duplicate-env-var', 'kube-score/environment-variable-key-duplication'],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'safe',
  check: ({ object, report, ...self }) => {
    for (const { container, name, path } of containersOf(object)) {
      const env = container.env ?? [];
      env.forEach((variable, i) => {
        const last = env.findLastIndex((other) => other.name === variable.name);
        if (!variable.name || last === i || refersTo(env[last], variable.name)) return;
        const item = index(child(path, 'env'), i);
        const isRead = env.slice(i + 1, last).some((other) => refersTo(other, variable.name ?? ''));
        report({
          path: item,
          message: `Environment variable "${variable.name}" of container "${name}" is set again further down.`,
          note: 'The last one counts, and `kubectl apply` may drop any of them on the next change.',
          related: [{ object: { ...self, object }, path: index(child(path, 'env'), last), message: 'this one counts' }],
          fix: {
            title: 'Remove the one that does not count',
            ...(isRead && { safety: 'unsafe' }),
            edits: [{ kind: 'remove', path: item }],
          },
        });
      });
    }
  },
});

/** Whether a value is made with `$(name)`: variables further up are known to those further down. */
const refersTo = (variable: EnvVar | undefined, name: string): boolean => variable?.value?.includes(`$(${name})`) === true;
