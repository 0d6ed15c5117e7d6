import type { Entry } from './entry.ts';
import type { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SetupFinding } from '../workspace/setup.ts';
import { bugOf } from './bug.ts';
import type { Input } from './inputs.ts';
import { readSource, readSourceFile } from './read-source.ts';
import { loadTask, type Task, type TaskResult, type TaskSpec } from './tasks/task.ts';
import type { Terminal } from './terminal.ts';

/** Below this many bytes of input or setup, starting worker threads takes longer than they save. */
const WORTH_WORKERS = 4 * 1024 * 1024;
const MAX_WORKERS = 8;
/** A batch is a message to a worker: enough to do, small enough to share out evenly and to keep results in memory. */
const BATCH_BYTES = 512 * 1024;
const BATCH_FILES = 64;

export interface JobsOptions {
  readonly terminal: Terminal;
  readonly entry: Entry;
  /** Takes texts that this thread has read anyway. */
  onRead?(source: string, text: string): void;
  /** Takes findings about the setup, before any result. */
  onSetup(problems: readonly Diagnostic[]): Promise<void>;
  /** Takes the results, in the order of the inputs. */
  onResult(result: TaskResult): Promise<void>;
}

/** Does the task with every input: in this thread when there is little to do, else split among worker threads. The order of results is that of the inputs either way. */
export async function runJobs(spec: TaskSpec, inputs: readonly Input[], options: JobsOptions): Promise<void> {
  const hasMuch = inputs.length > 1 && inputs.reduce((sum, input) => sum + input.size, 0) >= WORTH_WORKERS;
  const isShared = hasMuch || hasLargeSetup(spec);
  const workers = isShared && inputs.length > 0 && inputs.every(({ source }) => source !== '-') ? await workerCount() : 0;
  if (workers < 2) await runHere(spec, inputs, options);
  else await runInWorkers(spec, inputs, workers, options);
}

const hasLargeSetup = ({ setup }: TaskSpec): boolean => setup.reduce((sum, { text }) => sum + text.length, 0) >= WORTH_WORKERS;

async function workerCount(): Promise<number> {
  const { availableParallelism } = await import('node:os');
  return Math.min(availableParallelism(), MAX_WORKERS);
}

async function runHere(spec: TaskSpec, inputs: readonly Input[], { terminal, onRead, onSetup, onResult }: JobsOptions): Promise<void> {
  const task = await loadTask(spec);
  await onSetup(task.setupProblems);
  for (const { source } of inputs) {
    const read = await readSource(source, terminal);
    if (!read.problem) onRead?.(source, read.text);
    await onResult(runTask(task, source, read));
  }
}

/** What is sent to a worker and back. */
export interface Batch {
  readonly id: number;
  readonly inputs: readonly Input[];
}
export interface BatchResult {
  readonly id: number;
  readonly results: readonly TaskResult[];
}
/** What is wrong with a share of the setup, which a worker finds out, or with all of it, which it is told. */
export interface SetupShare {
  readonly share: number;
  readonly count: number;
}
export interface SetupFindings {
  readonly findings: readonly SetupFinding[];
}
export type WorkerRequest = SetupShare | SetupFindings | Batch;
export type WorkerAnswer = SetupFindings | BatchResult;
export interface WorkerData {
  readonly spec: TaskSpec;
  readonly cwd: string;
}

/** The worker's side. */
export function answerRequest(task: Task, request: WorkerRequest, cwd: string): WorkerAnswer | undefined {
  if ('share' in request) return { findings: task.setup.judge(request.share, request.count) };
  if ('findings' in request) {
    task.setup.trust(request.findings);
    return undefined;
  }
  const { id, inputs } = request;
  return { id, results: inputs.map(({ source }) => runTask(task, source, readSourceFile(source, cwd))) };
}

async function runInWorkers(
  spec: TaskSpec,
  inputs: readonly Input[],
  count: number,
  { terminal, entry, onSetup, onResult }: JobsOptions,
): Promise<void> {
  const { Worker: ThreadWorker } = await import('node:worker_threads');
  const batches = batchesOf(inputs);
  const data: WorkerData = { spec, cwd: terminal.cwd };
  const done = new Map<number, BatchResult>();
  const threads: Worker[] = [];
  const idle: (() => void)[] = [];
  let next = 0;
  let written = 0;
  let wake = (): void => {};
  /** What ended a thread before there was anything to answer. */
  let failure: Error | undefined;
  const threadCount = hasLargeSetup(spec) ? count : Math.min(count, batches.length);
  const shares: SetupFindings[] = [];
  const isJudged = (): boolean => shares.length === threadCount;
  const known = (): SetupFindings => ({ findings: shares.flatMap(({ findings }) => findings).sort((a, b) => a.part - b.part) });
  // Threads stay a few batches ahead of what is written, so that results do not pile up when the reader is slow.
  const mayStart = (): boolean => isJudged() && next < batches.length && next < written + count * 4;
  const resume = (): void => {
    for (const give of idle.splice(0)) give();
  };
  const judged = (found: SetupFindings): void => {
    shares.push(found);
    if (!isJudged()) return;
    for (const thread of threads) thread.postMessage(known());
    resume();
    wake();
  };
  const start = (): Worker => {
    const worker = new ThreadWorker(entry.url, { workerData: data });
    const share = threads.length;
    let current: Batch | undefined;
    const give = (): void => {
      current = mayStart() ? batches[next++] : undefined;
      if (current) worker.postMessage(current);
      else idle.push(give);
    };
    const finish = (result: BatchResult): void => {
      done.set(result.id, result);
      wake();
    };
    worker.on('message', (answer: WorkerAnswer) => {
      if ('findings' in answer) return judged(answer);
      finish(answer);
      give();
    });
    worker.on('error', (error) => {
      if (!isJudged()) {
        failure = error;
        return wake();
      }
      if (!current) return;
      finish({ id: current.id, results: current.inputs.map(({ source }) => failedResult(source, error)) });
      threads.push(start());
    });
    const request: WorkerRequest = isJudged() ? known() : { share, count: threadCount };
    worker.postMessage(request);
    give();
    return worker;
  };
  // Each thread judges a share of the setup; what came of all shares is told to all.
  while (threads.length < threadCount) threads.push(start());
  const sleep = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  try {
    while (!isJudged()) {
      await sleep();
      if (failure) throw failure;
    }
    await onSetup(known().findings.flatMap(({ problems }) => problems));
    for (; written < batches.length; written++) {
      while (!done.has(written)) await sleep();
      for (const result of done.get(written)?.results ?? []) await onResult(result);
      done.delete(written);
      resume();
    }
  } finally {
    await Promise.all(threads.map((worker) => worker.terminate()));
  }
}

function batchesOf(inputs: readonly Input[]): Batch[] {
  const batches: { id: number; inputs: Input[]; bytes: number }[] = [];
  for (const input of inputs) {
    const last = batches.at(-1);
    if (last && last.inputs.length < BATCH_FILES && last.bytes + input.size <= BATCH_BYTES) {
      last.inputs.push(input);
      last.bytes += input.size;
    } else batches.push({ id: batches.length, inputs: [input], bytes: input.size });
  }
  return batches.map(({ id, inputs: files }) => ({ id, inputs: files }));
}

/** One source; what goes wrong in Drydock itself is part of the result, so that the others are still done. */
function runTask(task: Task, source: string, text: Awaited<ReturnType<typeof readSource>>): TaskResult {
  try {
    return task.run(source, text);
  } catch (error) {
    return failedResult(source, error);
  }
}

const failedResult = (source: string, error: unknown): TaskResult => ({
  source,
  output: '',
  report: { source, text: undefined, documents: 0, diagnostics: [] },
  documents: [],
  failed: false,
  unreadable: false,
  bugs: [bugOf(error, source)],
});
