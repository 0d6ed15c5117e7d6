import { Session, type Profiler } from 'node:inspector';

/** The result of `work`, and its five functions of most time, when it was to be run under the inspector's CPU profiler. */
export function profiled<T>(isOn: boolean, work: () => T): { readonly result: T; readonly top: readonly string[] } {
  if (!isOn) return { result: work(), top: [] };
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  const result = work();
  let top: readonly string[] = [];
  // in the same thread the answer comes before `post` returns
  session.post('Profiler.stop', (_error, { profile }) => (top = topFunctions([profile])));
  session.disconnect();
  return { result, top };
}

/** The functions of V8 CPU profiles that the most time was spent in themselves, with their share: `12.3 % scoreResources in scoring-strategy.ts`. */
export function topFunctions(profiles: readonly Profiler.Profile[], count = 5): string[] {
  const times = new Map<string, number>();
  let total = 0;
  for (const { nodes, samples = [], timeDeltas = [] } of profiles) {
    const names = new Map(nodes.map(({ id, callFrame: { functionName, url } }) => [id, nameOf(functionName, url)]));
    for (const [i, id] of samples.entries()) {
      const name = names.get(id) ?? '';
      const time = timeDeltas[i] ?? 0;
      if (name === '(idle)' || name === '(program)') continue;
      times.set(name, (times.get(name) ?? 0) + time);
      total += time;
    }
  }
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(5)} % ${name}`);
}

function nameOf(functionName: string, url: string): string {
  const file = url.slice(url.lastIndexOf('/') + 1);
  return `${functionName || '(anonymous)'}${file === '' ? '' : ` in ${file}`}`;
}
