import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceSubresources } from '../../../model/kinds/apiextensions-v1.ts';
import { asJson } from '../../shared/checks.ts';

/** Where the `scale` subresource finds its values. */
export function validateSubresources(subresources: CustomResourceSubresources | undefined, at: FieldPath): FieldError[] {
  if (!subresources?.scale) return [];
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = subresources.scale;
  const validate = (path: string, name: string, prefixes: readonly string[], detail: string, shown: unknown = path): FieldError[] => {
    const there = child(at, name);
    const problems = validateSimpleJsonPath(path, there);
    if (problems.length > 0) return problems;
    return prefixes.some((prefix) => path.startsWith(prefix)) ? [] : [invalid(there, shown, detail)];
  };
  return [
    ...(specReplicasPath
      ? validate(specReplicasPath, 'scale.specReplicasPath', ['.spec.'], 'should be a json path under .spec')
      : [required(child(at, 'scale.specReplicasPath'))]),
    ...(statusReplicasPath
      ? validate(statusReplicasPath, 'scale.statusReplicasPath', ['.status.'], 'should be a json path under .status')
      : [required(child(at, 'scale.statusReplicasPath'))]),
    ...(labelSelectorPath
      ? validate(
          labelSelectorPath,
          'scale.labelSelectorPath',
          ['.spec.', '.status.'],
          'should be a json path under either .spec or .status',
          asJson(labelSelectorPath),
        )
      : []),
  ];
}

export const validateSimpleJsonPath = (path: string, at: FieldPath): FieldError[] =>
  path.startsWith('.') ? [] : [invalid(at, path, 'must be a simple json path starting with .')];
