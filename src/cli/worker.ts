import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../model/invariant.ts';
import { runBatch, type Batch, type WorkerData } from './jobs.ts';
import { loadTask } from './tasks/task.ts';

/** A worker thread: makes the task ready, then says what is wrong with the setup, or answers batches until it is ended. */
const port = parentPort;
invariant(port, 'the worker has no parent');
const { spec, cwd, judgesSetup = false }: WorkerData = workerData;
const ready = loadTask(spec);
if (judgesSetup) void ready.then(({ setupProblems }) => port.postMessage(setupProblems));
else
  port.on('message', (batch: Batch) => {
    void ready.then((task) => port.postMessage(runBatch(task, batch, cwd)));
  });
