import type { CronJob } from '../../../model/kinds/batch-v1.ts';
import type { Deployment } from '../../../model/kinds/apps-v1.ts';
import type { Pod, PodTemplate, PodTemplateSpec } from '../../../model/kinds/core-v1.ts';
import type { AdmissionRequest } from '../../plugin.ts';
import { typed } from '../../typed.ts';
import type { PodLike } from './check.ts';

/** Where the kinds that make pods have their template. */
const TEMPLATES: Readonly<Record<string, (object: object) => PodTemplateSpec | undefined>> = {
  'podtemplates.': (object) => typed<PodTemplate>(object).template,
  'replicationcontrollers.': specTemplate,
  'replicasets.apps': specTemplate,
  'deployments.apps': specTemplate,
  'statefulsets.apps': specTemplate,
  'daemonsets.apps': specTemplate,
  'jobs.batch': specTemplate,
  'cronjobs.batch': (object) => typed<CronJob>(object).spec?.jobTemplate?.spec?.template,
};

function specTemplate(object: object): PodTemplateSpec | undefined {
  return typed<Deployment>(object).spec?.template;
}

const keyOf = ({ resource, gvk }: AdmissionRequest): string => `${resource.plural}.${gvk.group}`;

/** Whether a request is about a kind that makes pods. */
export const hasTemplate = (request: AdmissionRequest): boolean => request.subresource === '' && Object.hasOwn(TEMPLATES, keyOf(request));

/** The pod that a request's object would make; undefined when it has no template. */
export function podOfTemplate(request: AdmissionRequest): PodLike | undefined {
  const template = request.object && TEMPLATES[keyOf(request)]?.(request.object);
  return template && { metadata: template.metadata ?? {}, spec: template.spec ?? {} };
}

export const podLike = ({ metadata = {}, spec = {} }: Pod): PodLike => ({ metadata, spec });
