import type { Event as CoreEvent } from '../../../model/kinds/core-v1.ts';
import type { Event } from '../../../model/kinds/events-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { validateEvent, validateNewEvent, validateNewEventUpdate } from './validate.ts';

export const coreEventStrategy = defineStrategy<CoreEvent>({
  gvk: { group: '', version: 'v1', kind: 'Event' },
  defaults: () => undefined,
  validate: (event) => validateEvent(event, 'reportingComponent'),
  validateUpdate: (event) => validateEvent(event, 'reportingComponent'),
  createOnUpdate: true,
});

export const eventStrategy = defineStrategy<Event>({
  gvk: { group: 'events.k8s.io', version: 'v1', kind: 'Event' },
  errorGroup: '',
  defaults: () => undefined,
  validate: (event) => [...validateEvent(coreForm(event), 'reportingController'), ...validateNewEvent(coreForm(event))],
  validateUpdate: (event, old) => [
    ...validateEvent(coreForm(event), 'reportingController'),
    ...validateNewEventUpdate(coreForm(event), coreForm(old)),
  ],
  createOnUpdate: true,
});

/** Both versions are one kind; errors name the fields as the core version does. */
function coreForm(event: Event): CoreEvent {
  const { regarding, note, reportingController, deprecatedSource, deprecatedCount, ...rest } = event;
  const { deprecatedFirstTimestamp, deprecatedLastTimestamp, ...same } = rest;
  return {
    ...same,
    involvedObject: regarding,
    message: note,
    reportingComponent: reportingController,
    source: deprecatedSource,
    count: deprecatedCount,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
  };
}
