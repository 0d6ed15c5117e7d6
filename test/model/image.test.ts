import assert from 'node:assert/strict';
import { parseImage } from '../../src/model/image.ts';

describe('parseImage', () => {
  it('takes a reference apart', () => {
    assert.deepEqual(parseImage('nginx'), { name: 'nginx' });
    assert.deepEqual(parseImage('nginx:1.14'), { name: 'nginx', tag: '1.14' });
    assert.deepEqual(parseImage('host:5000/team/app'), { name: 'host:5000/team/app' });
    assert.deepEqual(parseImage('host:5000/app:v1@sha256:ab'), { name: 'host:5000/app', tag: 'v1', digest: 'sha256:ab' });
    assert.deepEqual(parseImage('app@sha256:ab'), { name: 'app', digest: 'sha256:ab' });
  });

  it('knows no empty image', () => {
    assert.equal(parseImage(''), undefined);
    assert.equal(parseImage(undefined), undefined);
  });
});
