import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath } from '../../../model/field-path.ts';
import type { Event } from '../../../model/kinds/core-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { requireText } from '../../shared/checks.ts';
import { differs } from '../../shared/generation.ts';
import { number, shown, struct, text, time, type GoForm } from '../../shared/go-form.ts';
import { validateLabelName } from '../../shared/label-selector.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { immutable, namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

const MAX_WORD = 128;
const MAX_MESSAGE = 1024;
const MISMATCH = 'does not match event.namespace';
const objectForm = internalForm('ObjectReference');
const sourceForm = struct([
  ['Component', 'component', text],
  ['Host', 'host', text],
]);

/** What both versions check; `controllerField` is what the version calls `reportingController`. */
export function validateEvent(event: Event, controllerField: string): FieldError[] {
  const namespaceErrors = namespaceMatches(event)
    ? []
    : [invalid(fieldPath('involvedObject', 'namespace'), event.involvedObject?.namespace ?? '', MISMATCH)];
  if (event.eventTime === undefined) return namespaceErrors;
  const { reportingComponent = '', reportingInstance, action, reason, message = '' } = event;
  return [
    ...namespaceErrors,
    ...requireText(reportingComponent, fieldPath(controllerField)),
    ...validateLabelName(reportingComponent, fieldPath(controllerField)),
    ...validateWord(reportingInstance, 'reportingInstance'),
    ...validateWord(action, 'action'),
    ...validateWord(reason, 'reason'),
    ...(byteLength(message) > MAX_MESSAGE ? [invalid(fieldPath('message'), '', `can have at most ${MAX_MESSAGE} characters`)] : []),
  ];
}

/** Events are where what they are about is; those about nothing in a namespace are in `default`, new ones perhaps in `kube-system`. */
function namespaceMatches({ metadata, involvedObject, eventTime }: Event): boolean {
  const own = metadata?.namespace ?? '';
  const about = involvedObject?.namespace ?? '';
  if (about === '') return own === 'default' || (eventTime === undefined ? own === '' : own === 'kube-system');
  return eventTime !== undefined || own === about;
}

const validateWord = (word: string | undefined, name: string): FieldError[] => [
  ...requireText(word, fieldPath(name)),
  ...(byteLength(word ?? '') > MAX_WORD ? [invalid(fieldPath(name), '', `can have at most ${MAX_WORD} characters`)] : []),
];

/** What `events.k8s.io/v1` checks besides on create. */
export function validateNewEvent(event: Event): FieldError[] {
  const unset = (name: string, isSet: boolean): FieldError[] => (isSet ? [invalid(fieldPath(name), '', 'needs to be unset')] : []);
  const { type = '', source } = event;
  return [
    ...validateObjectMeta(event.metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...validateSeries(event),
    ...(event.eventTime === undefined ? [required(fieldPath('eventTime'))] : []),
    ...(type === 'Normal' || type === 'Warning' ? [] : [invalid(fieldPath('type'), '', `has invalid value: ${type}`)]),
    ...unset('firstTimestamp', event.firstTimestamp !== undefined),
    ...unset('lastTimestamp', event.lastTimestamp !== undefined),
    ...unset('count', Boolean(event.count)),
    ...unset('source', Boolean(source?.component) || Boolean(source?.host)),
  ];
}

function validateSeries({ series }: Event): FieldError[] {
  if (!series) return [];
  const at = fieldPath('series');
  return [
    ...((series.count ?? 0) < 2 ? [invalid(child(at, 'count'), '', 'should be at least 2')] : []),
    ...(series.lastObservedTime === undefined ? [required(child(at, 'lastObservedTime'))] : []),
  ];
}

/** What `events.k8s.io/v1` checks besides on update: only the series changes. */
export function validateNewEventUpdate(event: Event, old: Event): FieldError[] {
  const same = (name: keyof Event, form: GoForm, shownName: string = name): FieldError[] =>
    immutable(form(event[name]), form(old[name]), fieldPath(shownName), shown(form, event[name]));
  return [
    ...validateObjectMetaUpdate(event.metadata, old.metadata, fieldPath('metadata')),
    ...(differs(event.series, old.series) ? validateSeries(event) : []),
    ...same('involvedObject', objectForm),
    ...same('reason', text),
    ...same('message', text),
    ...same('source', sourceForm),
    ...same('firstTimestamp', time),
    ...same('lastTimestamp', time),
    ...same('count', number),
    // The server checks it twice.
    ...same('reason', text),
    ...same('type', text),
    ...same('eventTime', time),
    ...same('action', text),
    ...same('related', internalForm('*ObjectReference')),
    ...same('reportingComponent', text, 'reportingController'),
    ...same('reportingInstance', text),
  ];
}
