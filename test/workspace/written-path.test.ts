import assert from 'node:assert/strict';
import { pathText } from '../../src/model/field-path.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { writtenPath } from '../../src/workspace/written-path.ts';

const crd = {
  kind: 'CustomResourceDefinition',
  spec: {
    conversion: { webhook: { clientConfig: { url: 'http://x' } } },
    versions: [{ name: 'v1' }, { name: 'v2', schema: { openAPIV3Schema: { properties: { 'a.b': { type: 'sting' } } } } }],
  },
};
const pod = {
  kind: 'Pod',
  spec: {
    hostPID: true,
    containers: [
      {
        ports: [{ containerPort: 70000 }],
        resources: { limits: { memory: '2Gi' } },
        volumeMounts: [{ subPath: 'a' }, { subPath: '/b', mountPropagation: 'Bidirectional' }],
      },
    ],
  },
};

describe('writtenPath', () => {
  const cases: [does: string, value: JsonObject, field: string, message: string, path: string][] = [
    [
      'keeps what is there',
      pod,
      'spec.containers[0].volumeMounts[1].subPath',
      'Invalid value: "/b": no',
      'spec.containers[0].volumeMounts[1].subPath',
    ],
    ['keeps what is missing', pod, 'spec.nodeName', 'Required value', 'spec.nodeName'],
    [
      'finds the item that is not numbered by its value',
      pod,
      'spec.containers[0].volumeMounts.subPath',
      'Invalid value: "/b": no',
      'spec.containers[0].volumeMounts[1].subPath',
    ],
    [
      'finds it by having the field',
      pod,
      'spec.containers[0].volumeMounts.mountPropagation',
      'Forbidden: no',
      'spec.containers[0].volumeMounts[1].mountPropagation',
    ],
    [
      'finds it by lacking the field',
      pod,
      'spec.containers[0].volumeMounts.mountPropagation',
      'Required value',
      'spec.containers[0].volumeMounts[0].mountPropagation',
    ],
    ["reads Go's spelling", pod, 'spec.HostPID', 'Forbidden: no', 'spec.hostPID'],
    [
      'finds what a field is defaulted from',
      pod,
      'spec.containers[0].ports[0].hostPort',
      'Invalid value: 70000: no',
      'spec.containers[0].ports[0].containerPort',
    ],
    [
      'finds limits that requests are defaulted from',
      pod,
      'spec.containers[0].resources.requests[memory]',
      'Invalid value: "2Gi": no',
      'spec.containers[0].resources.limits[memory]',
    ],
    [
      'puts parts in order',
      pod,
      'spec.resources.containers[0][memory].limits',
      'Invalid value: "2Gi": no',
      'spec.containers[0].resources.limits[memory]',
    ],
    [
      'finds the schema that all versions have',
      crd,
      'spec.validation.openAPIV3Schema.properties[a.b].type',
      'Unsupported value: "sting"',
      'spec.versions[1].schema.openAPIV3Schema.properties[a.b].type',
    ],
    [
      'finds the webhook of a conversion',
      crd,
      'spec.conversion.webhookClientConfig.url',
      'Invalid value: "http://x": no',
      'spec.conversion.webhook.clientConfig.url',
    ],
    ['finds the name of the first version', crd, 'spec.version', 'Invalid value: "v1": no', 'spec.versions[0].name'],
    [
      'knows names that are generated',
      { kind: 'Pod', metadata: { generateName: 'A-' } },
      'metadata.name',
      'Invalid value: "A-x2x": no',
      'metadata.generateName',
    ],
    ['takes nothing for the object', pod, '<nil>', 'Invalid value: "": no', '<nil>'],
  ];
  for (const [does, value, field, message, path] of cases) it(does, () => assert.equal(pathText(writtenPath(field, message, value)), path));
});
