import { isObject, type JsonObject } from '../../model/json.ts';
import { without } from '../../model/without.ts';
import { printable, type Style } from '../style.ts';
import { at, listAt, textAt } from './object-fields.ts';

/**
 * The status of an object, complete but for lists of things: its numbers and texts on one line, its conditions on the next,
 * each with its reason and, where it is not met, its message.
 */
export function statusLines(object: JsonObject, style: Style): string[] {
  const conditions = (listAt(object, 'status', 'conditions') ?? []).filter(isObject).map((condition) => conditionText(condition, style));
  return [factsOf(object).join(' · '), conditions.join(' · ')].filter((line) => line !== '');
}

/** The same without what each pod of a workload has for itself. */
export function commonStatusLines(pod: JsonObject, style: Style): string[] {
  const status = at(pod, 'status');
  return statusLines(isObject(status) ? { ...pod, status: without(status, ...OF_EACH_POD) } : pod, style);
}

const OF_EACH_POD = ['hostIP', 'podIP', 'startTime', 'nominatedNodeName'];

function factsOf(object: JsonObject): string[] {
  const status = at(object, 'status');
  if (!isObject(status)) return [];
  const facts = Object.entries(status).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [`${name} ${printable(String(value))}`] : [],
  );
  return [...facts, ...containerFacts(object)];
}

/** `container web ready, running, 0 restarts`. */
function containerFacts(object: JsonObject): string[] {
  const statuses = [...(listAt(object, 'status', 'initContainerStatuses') ?? []), ...(listAt(object, 'status', 'containerStatuses') ?? [])];
  return statuses.filter(isObject).map((status) => {
    const state = at(status, 'state');
    const [name = 'unknown'] = isObject(state) ? Object.keys(state) : [];
    const reason = textAt(status, 'state', name, 'reason');
    const restarts = Number(status.restartCount ?? 0);
    const words = [status.ready === true ? 'ready' : 'not ready', reason === '' ? name : `${name} (${reason})`];
    return `container ${printable(String(status.name))} ${[...words, ...(restarts > 0 ? [`${restarts} restarts`] : [])].join(', ')}`;
  });
}

function conditionText(condition: JsonObject, style: Style): string {
  const [type, status, reason, message] = ['type', 'status', 'reason', 'message'].map((name) => printable(textAt(condition, name)));
  const text = `${type}=${status}${reason ? ` ${reason}` : ''}`;
  return status === 'False' && message ? `${style.red(text)}: ${message}` : text;
}
