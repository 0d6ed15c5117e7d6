import assert from 'node:assert/strict';
import { closest } from '../../src/text/closest.ts';

describe('closest', () => {
  const cases: [word: string, candidates: string[], expected: string | undefined][] = [
    ['replica', ['revisionHistoryLimit', 'replicas', 'selector'], 'replicas'],
    ['containerport', ['containerPort', 'hostPort'], 'containerPort'],
    ['iamge', ['image', 'imagePullPolicy'], 'image'],
    ['cpus', ['cpu', 'gpus'], 'cpu'],
    ['warn', ['error', 'warning'], 'warning'],
    ['x', ['y'], undefined],
    ['foo', ['barbaz', 'quux'], undefined],
    ['--outptu', ['--output', '--object'], '--output'],
    ['anything', [], undefined],
  ];
  for (const [word, candidates, expected] of cases) it(`${word} → ${expected}`, () => assert.equal(closest(word, candidates), expected));
});
