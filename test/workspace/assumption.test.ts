import assert from 'node:assert/strict';
import { parseAssumption } from '../../src/workspace/assumption.ts';

const read = (text: string): unknown => parseAssumption(text);

describe('an assumption', () => {
  it('says what becomes of containers, and of which', () => {
    assert.deepEqual(read('never-ready=shop/deploy/web'), {
      text: 'never-ready=shop/deploy/web',
      fate: { kind: 'never-ready', exitCode: 0 },
      targets: [{ text: 'shop/deploy/web', kind: 'workload', named: { kind: 'Deployment', namespace: 'shop', name: 'web' } }],
    });
    assert.deepEqual(read('image-pull-error=ghcr.io/team/app:1.2, sts/db'), {
      text: 'image-pull-error=ghcr.io/team/app:1.2, sts/db',
      fate: { kind: 'image-pull-error', exitCode: 0 },
      targets: [
        { text: 'ghcr.io/team/app:1.2', kind: 'image', image: 'ghcr.io/team/app:1.2' },
        { text: 'sts/db', kind: 'workload', named: { kind: 'StatefulSet', name: 'db' } },
      ],
    });
  });

  it('has an exit code, with which containers that are always restarted end, too', () => {
    const target = { text: 'job/migrate', kind: 'workload', named: { kind: 'Job', name: 'migrate' } };
    for (const text of ['exit=3:job/migrate', 'exit=3=job/migrate'])
      assert.deepEqual(read(text), { text, fate: { kind: 'well', exitCode: 3, crashLoops: true }, targets: [target] });
    assert.deepEqual(read('exit=0:job/migrate'), { text: 'exit=0:job/migrate', fate: { kind: 'well', exitCode: 0 }, targets: [target] });
  });

  it('has a time after which containers are ready', () => {
    const targets = [{ text: 'deploy/web', kind: 'workload', named: { kind: 'Deployment', name: 'web' } }];
    const text = 'ready-after=1m30s:deploy/web';
    assert.deepEqual(read(text), { text, fate: { kind: 'well', exitCode: 0, readyAfter: 90_000 }, targets });
  });

  it('is refused with what may be meant', () => {
    const refusals = [
      'nver-ready=pod/a',
      'exit=one:job/a',
      'ready-after=soon:job/a',
      'ready-after=10s',
      'never-ready=',
      'image-pull-error=a,,b',
      'never-ready=deploymnt/web',
      'never-ready=svc/web',
      '',
    ];
    assert.deepEqual(refusals.map(read), [
      {
        message: 'assumption "nver-ready=pod/a" is none of never-ready, ready-after=DURATION, image-pull-error, exit=N',
        hint: 'did you mean never-ready?',
      },
      { message: 'assumption "exit=one:job/a" has no exit code', hint: 'give exit=N:WORKLOAD, such as exit=1:job/migrate' },
      ...['ready-after=soon:job/a', 'ready-after=10s'].map((text) => ({
        message: `assumption "${text}" has no duration`,
        hint: 'give ready-after=DURATION:WORKLOAD, such as ready-after=10s:deployment/web',
      })),
      ...['never-ready=', 'image-pull-error=a,,b'].map((text) => ({
        message: `assumption "${text}" does not say of which pods`,
        hint: 'give never-ready=WORKLOAD, ready-after=DURATION:WORKLOAD, image-pull-error=WORKLOAD or IMAGE, or exit=N:WORKLOAD, such as never-ready=deployment/web',
      })),
      { message: 'assumption "never-ready=deploymnt/web": "deploymnt" is no kind of workload', hint: 'did you mean deployment/web?' },
      { message: 'assumption "never-ready=svc/web": a Service has no pods of its own', hint: 'name a workload, such as deployment/web' },
      {
        message: 'assumption "" is none of never-ready, ready-after=DURATION, image-pull-error, exit=N',
        hint: 'give never-ready=WORKLOAD, ready-after=DURATION:WORKLOAD, image-pull-error=WORKLOAD or IMAGE, or exit=N:WORKLOAD, such as never-ready=deployment/web',
      },
    ]);
  });
});
