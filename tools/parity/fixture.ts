import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VerdictLine } from '../../src/apiserver/verdict.ts';
import { compareText, isObject, stringify, type Json, type JsonObject } from '../../src/model/json.ts';
import { printYaml } from '../../src/yaml/print.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

/**
 * A manifest whose leading comment is the API server's answer:
 *
 *     ## what it is about (kept as it is)
 *     # rejected 422
 *     # - FieldValueRequired spec.selector: Required value
 *     apiVersion: apps/v1
 */
export interface Fixture {
  /** Lines of the author, with their `##`. */
  readonly remarks: string;
  /** The answer, without `# `. */
  readonly answer: string;
  readonly body: string;
  /** What the body says. */
  readonly value: JsonObject;
}

/** Paths of all `<group>/<kind>/*.yaml` below a folder, in order. */
export function fixtureFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort(compareText);
}

/** The fixtures of a file, which are its documents. */
export function readFixtures(file: string): Fixture[] {
  return readFileSync(file, 'utf8')
    .split(/^---\n/m)
    .map((text) => {
      const [, comments = '', body = ''] = /^((?:#.*\n)*)([^]*)$/.exec(text) ?? [];
      const lines = comments.split('\n').filter((line) => line !== '');
      const [document] = readDocuments(file, body);
      if (!document?.value) throw new Error(`${file}: ${document?.error ?? 'a document is empty'}\n${body}`);
      return {
        remarks: lines.filter((line) => line.startsWith('##')).join('\n'),
        answer: lines
          .filter((line) => !line.startsWith('##'))
          .map((line) => line.replace(/^# ?/, ''))
          .join('\n'),
        body,
        value: document.value,
      };
    });
}

/** The text of a file with other answers. */
export function printFixtures(fixtures: readonly Fixture[], answers: readonly string[]): string {
  return fixtures
    .map(({ remarks, body }, i) => {
      const answer = answers[i] ?? '';
      const comment = answer === '' ? [] : answer.split('\n').map((line) => `# ${line}`.trimEnd());
      return [...(remarks === '' ? [] : [remarks]), ...comment, body].join('\n');
    })
    .join('---\n');
}

/** An object and what it is to become; the latter has the comment. */
export interface UpdateFixture {
  readonly before: Fixture;
  readonly after: Fixture;
}

/** The updates of a file: objects and what they are to become in turn. */
export function readUpdates(file: string): UpdateFixture[] {
  const fixtures = readFixtures(file);
  if (fixtures.length % 2 !== 0) throw new Error(`${file}: an update has two documents`);
  return fixtures.flatMap((before, i) => {
    const after = fixtures[i + 1];
    return i % 2 === 0 && after ? [{ before, after }] : [];
  });
}

/** The text of a file with other answers. */
export const printUpdates = (updates: readonly UpdateFixture[], answers: readonly string[]): string =>
  updates
    .map(({ before, after }, i) => {
      const remarks = before.remarks === '' ? '' : `${before.remarks}\n`;
      return `${remarks}${before.body}---\n${printFixtures([after], [answers[i] ?? ''])}`;
    })
    .join('---\n');

/** The folder that fixtures of an object belong to: `apps/daemon-set`, `core/pod`. */
export function folderOf({ apiVersion, kind }: JsonObject): string {
  const group = String(apiVersion).includes('/') ? String(apiVersion).split(/[./]/)[0] : 'core';
  const words = String(kind).replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-');
  return join(group ?? '', words.toLowerCase());
}

/** A verdict as the comment has it. Names, addresses and times that the server makes up are left out. */
export function answerText(line: VerdictLine, value: JsonObject): string {
  const warnings = (line.warnings ?? []).map((text) => `warning: ${oneLine(text)}`);
  switch (line.verdict) {
    case 'accepted':
      return ['accepted', ...warnings, ...objectLines(line.object, value)].join('\n');
    case 'rejected':
      return [...statusLines(line.code, line.status), ...warnings].join('\n');
    case 'unknown-kind':
    case 'unreadable':
      return `${line.verdict}: ${line.error ?? ''}`;
  }
}

/** A text as it can stand on one line of a comment. */
const oneLine = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replace(/ $/, '\\x20')
    .replace(UID, 'UID')
    .replace(TOKEN_VOLUME, TOKEN_VOLUME_ANY)
    .replace(MANAGED_FIELDS, '');

/** Where metadata is shown: who has set what, and when. */
const MANAGED_FIELDS = /,?"managedFields":\[\{.*\}\](?=\})/;
const TOKEN_VOLUME = /kube-api-access-[a-z0-9]{5}/g;
const TOKEN_VOLUME_ANY = 'kube-api-access-xxxxx';
const UID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

function statusLines(code: number | undefined, status: unknown): string[] {
  const { message, details, reason: statusReason } = isObject(status) ? status : {};
  const causes = isObject(details) && Array.isArray(details.causes) ? details.causes.filter(isObject) : [];
  // The message of an invalid object repeats the causes.
  if (causes.length === 0) return [`rejected ${code}: ${oneLine(String(message))}`];
  // A plugin may only add a word to its message.
  if (causes.every(({ field, message: text }) => field === undefined && text === undefined))
    return [`rejected ${code}: ${oneLine(String(message))}`, ...causes.map((cause) => `- ${String(cause.reason)}`)];
  // Policies name no field.
  if (code !== 500 && causes.every(({ field, reason }) => field === undefined && reason === undefined))
    return [
      `rejected ${code} ${String(statusReason)}: ${oneLine(String(message))}`,
      ...causes.map((cause) => `- ${oneLine(String(cause.message))}`),
    ];
  return [
    `rejected ${code}`,
    ...causes.map(({ reason, field, message: text }) => `- ${String(reason)} ${String(field)}: ${oneLine(String(text))}`),
  ];
}

function objectLines(object: unknown, value: JsonObject): string[] {
  if (!isObject(object)) return [];
  const metadata = { ...(isObject(object.metadata) ? object.metadata : {}) };
  const { uid, generateName, name } = metadata;
  for (const field of ['uid', 'creationTimestamp', 'resourceVersion']) delete metadata[field];
  let text = printYaml(withoutCaller(withoutOrder(withoutAllocated({ ...object, metadata } as JsonObject, value)))).trimEnd();
  if (typeof uid === 'string') text = text.replaceAll(uid, 'UID');
  if (object.kind === 'Status') text = text.replace(UID, 'UID');
  if (typeof generateName === 'string' && typeof name === 'string') text = text.replaceAll(name, `${generateName}xxxxx`);
  const asked = stringify(value);
  return text
    .replace(TOKEN_VOLUME, TOKEN_VOLUME_ANY)
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => (asked.includes(time) ? time : 'TIME'))
    .split('\n');
}

/** A Service without the addresses and ports that the server picked; those that the manifest names stay. */
function withoutAllocated(object: JsonObject, value: JsonObject): JsonObject {
  if (object.kind !== 'Service' || !isObject(object.spec)) return object;
  const asked = isObject(value.spec) ? value.spec : {};
  const spec: Record<string, Json | undefined> = { ...object.spec };
  if (spec.clusterIP !== 'None' && !asked.clusterIP && !asked.clusterIPs) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  if (!asked.healthCheckNodePort) delete spec.healthCheckNodePort;
  const askedPorts = Array.isArray(asked.ports) ? asked.ports : [];
  if (Array.isArray(spec.ports))
    spec.ports = spec.ports.map((port, i) => {
      const askedPort = askedPorts[i];
      return isObject(port) && !(isObject(askedPort) && askedPort.nodePort) ? { ...port, nodePort: undefined } : port;
    });
  return { ...object, spec };
}

/** A review of rules with these in order of their text: the server has none. */
function withoutOrder(object: JsonObject): JsonObject {
  if (object.kind !== 'SelfSubjectRulesReview' || !isObject(object.status)) return object;
  const inOrder = (rules: Json | undefined): Json | undefined =>
    Array.isArray(rules) ? [...rules].sort((a, b) => compareText(stringify(a, { sorted: true }), stringify(b, { sorted: true }))) : rules;
  const { resourceRules, nonResourceRules, ...rest } = object.status;
  return { ...object, status: { ...rest, resourceRules: inOrder(resourceRules), nonResourceRules: inOrder(nonResourceRules) } };
}

/** A certificate signing request without the name of who sent it. */
function withoutCaller(object: JsonObject): JsonObject {
  if (object.kind !== 'CertificateSigningRequest' || !isObject(object.spec)) return object;
  return { ...object, spec: { ...object.spec, username: undefined, uid: undefined, groups: undefined, extra: undefined } };
}
