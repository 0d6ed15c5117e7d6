import { createHash } from 'node:crypto';
import type { Answer, ApiServer } from '../../src/apiserver/api-server.ts';
import { printObject } from '../../src/apiserver/print-object.ts';
import { isObject, stringify, type JsonObject } from '../../src/model/json.ts';
import type { SchemaRegistry } from '../../src/schema/registry.ts';
import { createSimulation, type Simulation } from '../../src/workspace/simulation.ts';
import type { SourceFile } from '../../src/workspace/source-file.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { withLiveVersion } from '../parity/as-user.ts';

/** Writes one after the other; the last is the one in question, those before it have to be accepted. */
export interface Question {
  readonly registry: SchemaRegistry;
  /** What the cluster has already. The same array stands for the same cluster. */
  readonly setup: readonly SourceFile[];
  readonly writes: readonly Write[];
}

export interface Write {
  /** `put` creates or replaces, `status` replaces the status of what is there. */
  readonly verb: 'put' | 'status';
  /** Manifests; of several, all have to be accepted. */
  readonly text: string;
}

export interface WriteAnswer {
  readonly verdict: 'accepted' | 'rejected' | 'unknown-kind' | 'unreadable' | 'unasked';
  /** Why it was not accepted. */
  readonly message: string;
  /** As it would be stored. */
  readonly object?: JsonObject;
}

export interface Expectation {
  readonly verdict: 'accepted' | 'rejected';
  /** The refusal says this. */
  readonly message?: string;
  /** What is stored says this: equal but for metadata that the server fills in. */
  readonly object?: JsonObject;
}

/** The answer as one line. */
export const answerText = ({ verdict, message }: WriteAnswer): string => (message === '' ? verdict : `${verdict}: ${message}`);

/** The verdict and a digest of the rest: of the message, or of the object where the corpus says something of it. */
export function answerDigest({ verdict, message, object }: WriteAnswer, expected: Expectation): string {
  if (verdict === 'unasked') return verdict;
  const rest = message === '' && expected.object && object ? storedText(object) : message;
  return rest === '' ? verdict : `${verdict} ${textDigest(rest)}`;
}

/** What a text is known by, so that texts of others need not be kept. */
export const textDigest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

export const NO_SETUP: readonly SourceFile[] = [];

const simulations = new WeakMap<readonly SourceFile[], Map<SchemaRegistry, Simulation>>();

/** The cluster of a question after its setup, which has to be accepted as a whole. */
function simulationOf({ setup, registry }: Question): Simulation {
  const known = simulations.get(setup) ?? new Map<SchemaRegistry, Simulation>();
  simulations.set(setup, known);
  let simulation = known.get(registry);
  if (!simulation) {
    simulation = createSimulation({ registry, setup });
    const [problem] = simulation.problems;
    if (problem) throw new Error(`${problem.at.source}: ${problem.message}`);
    known.set(registry, simulation);
  }
  return simulation;
}

/** What Drydock answers to the last write of a question. */
export function ask(question: Question): WriteAnswer {
  const simulation = simulationOf(question);
  const { writes } = question;
  const [only] = writes;
  if (writes.length === 1 && only) return answerAll(only, (value) => simulation.ask(value), simulation.registry);
  const server = simulation.fork();
  let answer: WriteAnswer = { verdict: 'unasked', message: 'nothing is written' };
  for (const [index, write] of writes.entries()) {
    answer = answerAll(write, (value) => perform(server, write, value), server.registry);
    if (answer.verdict !== 'accepted' && index < writes.length - 1) return { verdict: 'unasked', message: answerText(answer) };
  }
  return answer;
}

function perform(server: ApiServer, { verb }: Write, value: JsonObject): Answer {
  if (verb === 'status') return server.replaceStatus(value);
  const namesVersion = isObject(value.metadata) && value.metadata.resourceVersion !== undefined;
  const replaced = server.replace(namesVersion ? value : withLiveVersion(server, value), { ensure: true });
  return replaced.verdict === 'rejected' && replaced.code === 404 ? server.create(value, { ensure: true }) : replaced;
}

/** The answer to the first document that is not accepted, else to the last. */
function answerAll({ text }: Write, answerTo: (value: JsonObject) => Answer, registry: SchemaRegistry): WriteAnswer {
  let last: WriteAnswer = { verdict: 'accepted', message: '' };
  for (const { value, error, strictError } of readDocuments('-', text)) {
    const problem = error ?? strictError;
    last = value && problem === undefined ? answerOf(answerTo(value), registry) : { verdict: 'unreadable', message: problem ?? '' };
    if (last.verdict !== 'accepted') return last;
  }
  return last;
}

function answerOf(answer: Answer, registry: SchemaRegistry): WriteAnswer {
  switch (answer.verdict) {
    case 'accepted':
      return { verdict: 'accepted', message: '', object: printObject(registry, answer.resource, answer.object) };
    case 'rejected':
      return { verdict: 'rejected', message: answer.status.message };
    case 'unknown-kind':
      return { verdict: 'unknown-kind', message: answer.error };
  }
}

/** What an answer lacks of what is expected; undefined when they agree. What cannot be read, or is of no kind, counts as refused. */
export function differenceTo(expected: Expectation, answer: WriteAnswer): string | undefined {
  const isAccepted = answer.verdict === 'accepted';
  if (answer.verdict === 'unasked' || isAccepted !== (expected.verdict === 'accepted'))
    return `${expected.verdict} → ${answerText(answer)}`;
  if (expected.message !== undefined && !saysAlike(answer.message, expected.message)) return `“${expected.message}” → “${answer.message}”`;
  if (!expected.object || !answer.object) return undefined;
  const [wanted, stored] = [expected.object, answer.object].map(storedText);
  return wanted === stored ? undefined : `${wanted} → ${stored}`;
}

/**
 * Whether a refusal says what is expected. Servers before 1.34 printed the type of a custom resource's value where the value itself stands now, if
 * anything does: `Invalid value: "object": …`.
 */
function saysAlike(message: string, expected: string): boolean {
  if (message.includes(expected)) return true;
  const pieces = expected.split(/(?<=Invalid value: )"(?:array|boolean|integer|number|object|string)": /);
  return (
    pieces.length > 1 &&
    new RegExp(pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(?:.*?: )?'), 's').test(message)
  );
}

const SYSTEM = [
  'uid',
  'generation',
  'creationTimestamp',
  'resourceVersion',
  'managedFields',
  'selfLink',
  'generateName',
  'name',
  'namespace',
];

/** An object as text, without what the server fills in. */
const storedText = (object: JsonObject): string => stringify(withoutSystemMetadata(object), { sorted: true });

function withoutSystemMetadata({ metadata, ...rest }: JsonObject): JsonObject {
  const own = Object.entries(isObject(metadata) ? metadata : {}).filter(([key]) => !SYSTEM.includes(key));
  return own.length === 0 ? rest : { ...rest, metadata: Object.fromEntries(own) };
}
