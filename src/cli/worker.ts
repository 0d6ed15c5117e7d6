import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../model/invariant.ts';
import { answerRequest, type WorkerData, type WorkerRequest } from './jobs.ts';
import { loadTask } from './tasks/task.ts';

/** A worker thread: makes the task ready, then answers requests until it is ended. */
const port = parentPort;
invariant(port, 'the worker has no parent');
const { spec, cwd }: WorkerData = workerData;
const ready = loadTask(spec);
port.on('message', (request: WorkerRequest) => {
  void ready.then((task) => {
    const answer = answerRequest(task, request, cwd);
    if (answer) port.postMessage(answer);
  });
});
