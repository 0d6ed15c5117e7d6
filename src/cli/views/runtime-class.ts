import { isObject, type JsonObject } from '../../model/json.ts';
import { runtimeHandlerFacts } from '../../model/runtime-handlers.ts';
import { at, textAt } from './object-fields.ts';

/** Finds what the runtime class of a pod means for it among all objects; undefined for pods that name none. */
export function runtimeTexts(everything: readonly JsonObject[]): (pod: JsonObject) => string | undefined {
  const classes = new Map(everything.filter(({ kind }) => kind === 'RuntimeClass').map((each) => [textAt(each, 'metadata', 'name'), each]));
  return (pod) => {
    const name = textAt(pod, 'spec', 'runtimeClassName');
    return pod.kind === 'Pod' && name !== '' ? runtimeText(name, classes.get(name), pod) : undefined;
  };
}

/** `runtime class sandboxed: handler kata-qemu (Kata Containers, virtual machine), overhead cpu 250m, memory 160Mi`. */
function runtimeText(name: string, runtimeClass: JsonObject | undefined, pod: JsonObject): string {
  const handler = runtimeClass ? textAt(runtimeClass, 'handler') : '';
  const facts = runtimeHandlerFacts(handler);
  const overhead = at(pod, 'spec', 'overhead');
  const amounts = isObject(overhead) ? Object.entries(overhead).map(([resource, amount]) => `${resource} ${String(amount)}`) : [];
  const what = handler === '' ? 'which is not there' : `handler ${handler}${facts ? ` (${facts.runtime}, ${facts.isolation})` : ''}`;
  return `runtime class ${name}: ${what}${amounts.length > 0 ? `, overhead ${amounts.join(', ')}` : ''}`;
}
