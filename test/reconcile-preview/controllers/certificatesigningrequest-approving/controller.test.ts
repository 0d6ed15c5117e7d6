import assert from 'node:assert/strict';
import { isObject, type JsonObject } from '../../../../src/model/json.ts';
import { clusterOf } from '../simulation.ts';

/** O = system:nodes, CN = system:node:anvil. */
const REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ2VEQ0NBV0FDQVFBd016RVZNQk1HQTFVRUNnd01jM2x6ZEdWdE9tNXZaR1Z6TVJvd0dBWURWUVFEREJGegplWE4wWlcwNmJtOWtaVHBoYm5acGJEQ0NBU0l3RFFZSktvWklodmNOQVFFQkJRQURnZ0VQQURDQ0FRb0NnZ0VCCkFLd0VpZ3hUMzAySExaa0hMQXUzdnZOVzN2NXhYRmZ0eXdpT254UVB6a3p3eW94MGEyOThSSFZHUXpGamZ0UGMKUHFYbmh5ZjJranRhQXJGN2NvS2U3UGNlYTNNeVJzYzVMZXlFUDg1bDc3UlJZZG1vWUVWbmJFWmJUUHpCcjJacwpLUVd0bHp2Q2t6SjZqOSt4UFd4TXNmU0lGSUZmeVhoL1g1dGZJT0xpVXAvdVBhcXVZZDdlL2dFK0Izb0NDdlduCkVrZ05IREdwcDRZUDdDU3FuUURvRXhJM3lyY2QyYnNZcG92WjJJMXZHTVdla3ZPWm45OHRTVTdlZjJJNG1vQnkKZW13Rkl6Y0NsQUhRWWY5YVFnUDROa010ellTVzlydGFDSzFMODVIWDB6bGRSUlFIMmhDYnRUcGpwYnVGSmp2NQp5ZFlRQ1NiZlZZcXI3aHRYclEvZEtiRUNBd0VBQWFBQU1BMEdDU3FHU0liM0RRRUJDd1VBQTRJQkFRQitMUHFQCjRWeUpxSDFxM3JLQzZHa0RJZVNQQmVaMURuSU1RWUJGM0UwVUxzN0E4ZTgvS09nSmU2UTJpcER2YW9NODk5OSsKVHBpL3lnb3NWN2xuTVVrMmEzYU5aNnVoYjV6RFR4cEJHaitCaGpSaU8xSjlkU2lWQ0Q4VjhVUkMxUER3VGR5VwoyZTlJT0VXREpHQzdmbnpOZ2k2OGttOW5FZTJINkxZbGg1N2tMQXdvWjc0RHMwSGwvUTYrdm0rU0tMckZWT2pECnN6T2tFSzgzY0tETkpKdGZUamZ2RGp3RmRoVEVsd3cwNmk2ZnljM015czVEU1FSK0NMelVsMW1sUE5OSUZ4LzIKUUhvZlloLzJndXdBdEd5d3ZCaXF1ejYvTmhtVGZZV1p1dis0OTQwdHlSOTN1bk9FSVRmR05aVkd0dUhIT3FiQgoycDhiTHhtVE91ZVJVenphCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo='; // prettier-ignore

const request = (name: string, signerName: string, usages: string[]): JsonObject => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name },
  spec: { request: REQUEST, signerName, usages },
});

function messageOf(object: JsonObject): string {
  const name = isObject(object.metadata) ? String(object.metadata.name) : '';
  const key = { group: 'certificates.k8s.io', kind: 'CertificateSigningRequest', namespace: '', name };
  const status = clusterOf(object).server.cluster.store.get(key)?.status;
  const conditions: unknown = isObject(status) ? status.conditions : [];
  const [first]: unknown[] = Array.isArray(conditions) ? conditions : [];
  return isObject(first) ? String(first.message) : '';
}

describe('certificatesigningrequest-approving-controller', () => {
  const KUBELET = 'kubernetes.io/kube-apiserver-client-kubelet';

  it('approves what kubelets ask for', () =>
    assert.equal(
      messageOf(request('a', KUBELET, ['digital signature', 'client auth'])),
      'Auto approving kubelet client certificate after SubjectAccessReview.',
    ));

  it('leaves other requests to people', () =>
    assert.equal(messageOf(request('a', 'kubernetes.io/kube-apiserver-client', ['digital signature', 'client auth'])), ''));
});
