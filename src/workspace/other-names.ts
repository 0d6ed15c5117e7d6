import { isObject, type JsonObject } from '../model/json.ts';

/** A part of a path as the server has it, and where its author wrote it: internal types have other names, and some fields are defaulted from others. */
interface Renaming {
  /** Absent for all kinds. */
  readonly kind?: string;
  readonly internal: RegExp;
  readonly written: string | ((value: JsonObject) => string);
}

/** CRDs whose versions all have the same schema keep it in one place internally. */
const inVersions = (field: string): ((value: JsonObject) => string) => {
  return (value) => `spec.versions[${firstVersionWith(field, value)}].${field}`;
};

const RENAMINGS: readonly Renaming[] = [
  { kind: 'CustomResourceDefinition', internal: /^spec\.validation(?=\.|$)/, written: inVersions('schema') },
  { kind: 'CustomResourceDefinition', internal: /^spec\.schema(?=\.openAPIV3Schema)/, written: inVersions('schema') },
  { kind: 'CustomResourceDefinition', internal: /^spec\.version$/, written: 'spec.versions[0].name' },
  ...['subresources', 'additionalPrinterColumns', 'selectableFields'].map((field) => ({
    kind: 'CustomResourceDefinition',
    internal: new RegExp(`^spec\\.${field}(?=\\W|$)`),
    written: inVersions(field),
  })),
  { kind: 'CustomResourceDefinition', internal: /^spec\.conversion\.webhookClientConfig/, written: 'spec.conversion.webhook.clientConfig' },
  {
    kind: 'CustomResourceDefinition',
    internal: /^spec\.conversion\.conversionReviewVersions/,
    written: 'spec.conversion.webhook.conversionReviewVersions',
  },
  { internal: /^metadata\.name$/, written: 'metadata.generateName' },
  { kind: 'Node', internal: /^metadata\.taints/, written: 'spec.taints' },
  { kind: 'Node', internal: /^metadata\.nodeSwapStatus(?=\.|$)/, written: 'status.nodeInfo.swap' },
  {
    kind: 'Node',
    internal: /^metadata\.annotations\.AvoidPods$/,
    written: 'metadata.annotations[scheduler.alpha.kubernetes.io/preferAvoidPods]',
  },
  { kind: 'RuntimeClass', internal: /^overhead\.limits/, written: 'overhead.podFixed' },
  { internal: /(?<=^|\.)template\.labels(?=\W|$)/, written: 'template.metadata.labels' },
  { internal: /(?<=\.)resources\[storage\]/, written: 'resources.requests[storage]' },
  { internal: /(?<=\.)persistentDisk(?=\.|$)/, written: 'gcePersistentDisk' },
  { internal: /(?<=\.resources\.)requests(?=\[)/, written: 'limits' },
  { internal: /(?<=\.ports\[\d+\]\.)hostPort$/, written: 'containerPort' },
  { internal: /(?<=spec\.)resources\.(\w+\[\d+\])(\[[^\]]+\])\.(limits|requests)$/, written: '$1.resources.$3$2' },
  { kind: 'StatefulSet', internal: /^spec\.template\.spec\.volumes\[\d+\]\.name$/, written: 'spec.volumeClaimTemplates.metadata.name' },
  { kind: 'Service', internal: /^spec\.clusterIPs\[0\]$/, written: 'spec.clusterIP' },
  { kind: 'Service', internal: /(?<=^spec\.ports\[\d+\]\.)targetPort$/, written: 'port' },
  { internal: /(?<=(?:^|\.)spec\.)dataSource(?=\.|$)/, written: 'dataSourceRef' },
  { internal: /(?<=(?:^|\.)spec\.)dataSourceRef(?=\.|$)/, written: 'dataSource' },
  { kind: 'Ingress', internal: /^annotations(?=\.)/, written: 'metadata.annotations' },
  { kind: 'ResourceSlice', internal: /(?<=\.requestPolicy\.)validRange\.default$/, written: 'default' },
  { kind: 'Secret', internal: /^data(?=\[)/, written: 'stringData' },
  { kind: 'LimitRange', internal: /(?<=\.)defaultRequest(?=\[)/, written: 'default' },
  { kind: 'LimitRange', internal: /(?<=\.)default(?=\[)/, written: 'max' },
  { kind: 'LimitRange', internal: /(?<=\.)defaultRequest(?=\[)/, written: 'min' },
  { kind: 'Node', internal: /^status\.allocatable(?=[.[])/, written: 'status.capacity' },
  {
    kind: 'HorizontalPodAutoscaler',
    internal: /^spec\.metrics\[0\]\.resource\.target\.averageUtilization$/,
    written: 'spec.targetCPUUtilizationPercentage',
  },
  { kind: 'Event', internal: /^count$/, written: 'deprecatedCount' },
  { kind: 'Event', internal: /^source$/, written: 'deprecatedSource' },
  { internal: /(?<=DuringExecution\[\d+\](?:\.podAffinityTerm)?\.)namespace$/, written: 'namespaces' },
];

/** The texts of a path under all names that its field may be written by; the server's own comes first. */
export function otherNames(field: string, value: JsonObject): string[] {
  const names = [field];
  // names are added while the list is walked: some are two steps away
  for (const name of names) {
    for (const { kind, internal, written } of RENAMINGS) {
      if ((kind !== undefined && kind !== value.kind) || !internal.test(name)) continue;
      const other = name.replace(internal, typeof written === 'string' ? written : written(value));
      if (!names.includes(other)) names.push(other);
    }
  }
  return names;
}

/** The first version of a CRD that has a field; the first of all where none has it. */
function firstVersionWith(field: string, { spec }: JsonObject): number {
  const versions = isObject(spec) && Array.isArray(spec.versions) ? spec.versions : [];
  return Math.max(
    versions.findIndex((version: unknown) => isObject(version) && Object.hasOwn(version, field)),
    0,
  );
}
