let known: ReadonlyMap<string, string> | undefined;

/** Names of time zones by their lower case. */
function knownZones(): ReadonlyMap<string, string> {
  known ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  return known;
}

/** Whether the time zone database has a zone of exactly this name. Links such as `US/Eastern` count. */
export function isTimeZone(name: string): boolean {
  if (name === '' || name === 'UTC' || name === 'Local') return true;
  const canonical = knownZones().get(name.toLowerCase());
  if (canonical !== undefined) return canonical === name;
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
