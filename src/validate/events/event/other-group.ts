/** What the group of events of their own calls the fields of core events. */
const NAMES: Readonly<Record<string, string>> = {
  involvedObject: 'regarding',
  message: 'note',
  source: 'deprecatedSource',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
  reportingComponent: 'reportingController',
};
const CORE_NAMES: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(NAMES).map(([core, own]) => [own, core]));

/** Fields that have another name are undefined under their old one. */
const renamed = (object: object, names: Readonly<Record<string, string>>): object => ({
  ...Object.fromEntries(Object.keys(names).map((name) => [name, undefined])),
  ...Object.fromEntries(Object.entries(object).map(([name, value]): [string, unknown] => [names[name] ?? name, value])),
});

/** A core event as `events.k8s.io/v1` has it, and the other way round: both are the same objects. */
export const toEventsGroup = (event: object): object => renamed(event, NAMES);
export const toCoreGroup = (event: object): object => renamed(event, CORE_NAMES);
