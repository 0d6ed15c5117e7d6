import assert from 'node:assert/strict';
import { alwaysPullImages } from '../../../src/admission/plugins/AlwaysPullImages/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });

describe('AlwaysPullImages', () => {
  const context = contextWith();
  const container = { name: 'app', image: 'app:1', imagePullPolicy: 'Never' };

  it('pulls all images of a pod always', () => {
    const body = pod({
      containers: [container],
      volumes: [
        { name: 'v', image: { reference: 'data:1' } },
        { name: 'w', emptyDir: {} },
      ],
    });
    assert.equal(ask(alwaysPullImages, body, context), undefined);
    assert.deepEqual(body.spec, {
      containers: [{ ...container, imagePullPolicy: 'Always' }],
      volumes: [
        { name: 'v', image: { reference: 'data:1', pullPolicy: 'Always' } },
        { name: 'w', emptyDir: {} },
      ],
    });
  });

  it('leaves updates alone that bring no new image', () => {
    const old: KubernetesObject = { ...pod({ containers: [container] }), metadata: { name: 'p', namespace: 'x' } };
    const same = pod({ containers: [container] });
    ask(alwaysPullImages, same, context, old);
    assert.deepEqual(same.spec, { containers: [container] });
    const other = pod({ containers: [{ ...container, image: 'app:2' }] });
    ask(alwaysPullImages, other, context, old);
    assert.deepEqual(other.spec, { containers: [{ ...container, image: 'app:2', imagePullPolicy: 'Always' }] });
  });

  it('refuses what something else has changed back', () => {
    const request = { resource: { plural: 'pods' }, name: 'p', object: pod({ containers: [container] }) };
    const denial = alwaysPullImages.validate?.(request as never, context);
    assert.deepEqual(denial, {
      kind: 'unclassified',
      message: 'pods "p" is forbidden: spec.containers[0].imagePullPolicy: Unsupported value: "Never": supported values: "Always"',
    });
  });
});
