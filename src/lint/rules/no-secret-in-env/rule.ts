import { child, index } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/;
/** Values that point to a secret or switch something rather than being one. */
const HARMLESS = /^(\/|\$\(|\$\{|<|true$|false$|yes$|no$|\d{1,3}$|[a-z]+:\/\/[^:@/]*(\/|$))/i;

export const noSecretInEnv = defineRule({
  id: 'no-secret-in-env',
  docs: {
    summary: 'Passwords and keys come from Secrets.',
    sources: ['kube-linter/env-var-secret', 'polaris/sensitiveContainerEnvVar'],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    for (const { container, name, path } of containersOf(object)) {
      (container.env ?? []).forEach((variable, i) => {
        if (!variable.value || !SECRET_NAME.test(variable.name?.toUpperCase() ?? '') || HARMLESS.test(variable.value)) return;
        report({
          path: child(index(child(path, 'env'), i), 'value'),
          message: `Environment variable "${variable.name ?? ''}" of container "${name}" has its value in the manifest.`,
          note: 'Whoever reads the manifest or the pod can read it; take it from a Secret with `valueFrom.secretKeyRef`.',
        });
      });
    }
  },
});
