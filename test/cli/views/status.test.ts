import assert from 'node:assert/strict';
import { createStyle } from '../../../src/cli/style.ts';
import { statusLines } from '../../../src/cli/views/status.ts';

describe('statusLines', () => {
  const style = createStyle(false);

  it('tell numbers, texts and containers, then conditions', () => {
    const status = {
      phase: 'Running',
      containerStatuses: [{ name: 'web', ready: false, restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [web]' },
      ],
    };
    assert.deepEqual(statusLines({ kind: 'Pod', status }, style), [
      'phase Running · container web not ready, waiting (CrashLoopBackOff), 2 restarts',
      'PodScheduled=True · Ready=False ContainersNotReady: containers with unready status: [web]',
    ]);
  });

  it('are none where there is no status', () => {
    assert.deepEqual(statusLines({ kind: 'ConfigMap' }, style), []);
  });
});
