import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, key } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { CustomResourceDefinition } from '../../../model/kinds/apiextensions-v1.ts';
import { isRequestUri } from '../../../schema/crd/network-formats.ts';

const ANNOTATION = 'api-approved.kubernetes.io';
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';
const MUST = `protected groups must have approval annotation ${goQuote(ANNOTATION)}`;

/** Whether somebody has approved an API in a group of the Kubernetes community, and how that is said. */
export interface Approval {
  readonly state: 'approved' | 'bypassed' | 'missing' | 'invalid';
  readonly reason: string;
}

/** That a CRD in such a group says who approved it; a state that has not changed is let through. */
export function validateApiApproval(object: CustomResourceDefinition, old: CustomResourceDefinition | undefined): FieldError[] {
  const approval = approvalOf(object);
  if (!approval || (old && stateOf(old).state === approval.state)) return [];
  const { state, reason } = approval;
  const at = key(fieldPath('metadata', 'annotations'), ANNOTATION);
  if (state === 'missing') return [required(at, reason)];
  return state === 'invalid' ? [invalid(at, annotationOf(object), reason)] : [];
}

/** Undefined for groups that need no approval. */
export const approvalOf = (object: CustomResourceDefinition): Approval | undefined =>
  /(^|\.)(k8s|kubernetes)\.io$/.test(object.spec?.group ?? '') ? stateOf(object) : undefined;

/** What the annotation says, in whatever group. */
function stateOf(object: CustomResourceDefinition): Approval {
  const annotation = annotationOf(object);
  if (annotation === '') return { state: 'missing', reason: `${MUST}, ${SEE}` };
  if (annotation.startsWith('unapproved')) return { state: 'bypassed', reason: `not approved: ${goQuote(annotation)}` };
  const isUrl = isRequestUri(annotation) && /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/([^/?@]*@)?[^/?]/.test(annotation);
  if (isUrl) return { state: 'approved', reason: `approved in ${annotation}` };
  return { state: 'invalid', reason: `${MUST} with either a URL or a reason starting with "unapproved", ${SEE}` };
}

const annotationOf = ({ metadata }: CustomResourceDefinition): string => metadata?.annotations?.[ANNOTATION] ?? '';
