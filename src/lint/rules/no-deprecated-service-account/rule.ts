import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noDeprecatedServiceAccount = defineRule({
  id: 'no-deprecated-service-account',
  docs: { summary: 'The service account is named in serviceAccountName.', sources: ['kube-linter/deprecated-service-account-field'] },
  kinds: podBearing,
  severity: 'info',
  fix: 'safe',
  check: ({ object, report }) => {
    const { spec, specAt } = podOf(object);
    if (!spec.serviceAccount) return;
    const path = child(specAt, 'serviceAccount');
    const { serviceAccountName } = spec;
    if (!serviceAccountName) {
      report({
        path,
        message: 'The field `serviceAccount` is an old name of `serviceAccountName`.',
        fix: { title: 'Rename to serviceAccountName', edits: [{ kind: 'rename', path, name: 'serviceAccountName' }] },
      });
      return;
    }
    report({
      path,
      message:
        serviceAccountName === spec.serviceAccount
          ? 'The field `serviceAccount` is an old name of `serviceAccountName`, which is set, too.'
          : `The service account "${spec.serviceAccount}" is not used: \`serviceAccountName\` says "${serviceAccountName}".`,
      fix: { title: 'Remove serviceAccount', edits: [{ kind: 'remove', path }] },
    });
  },
});
