/** A new object has no status yet: what `PrepareForCreate` of most kinds does. */
export function dropStatus(object: { status?: unknown }): void {
  delete object.status;
}

/** The spec's writers do not write the status. */
export function keepStatus<S>(object: { status?: S }, old: { status?: S }): void {
  if (old.status === undefined) delete object.status;
  else object.status = old.status;
}

/** The status' writers do not write the spec. */
export function keepSpec<S>(object: { spec?: S }, old: { spec?: S }): void {
  if (old.spec === undefined) delete object.spec;
  else object.spec = old.spec;
}

/** The status' writers of workloads do not write labels. */
export function keepLabels(
  object: { metadata?: { labels?: Record<string, string> } },
  old: { metadata?: { labels?: Record<string, string> } },
): void {
  const metadata = (object.metadata ??= {});
  if (old.metadata?.labels === undefined) delete metadata.labels;
  else metadata.labels = old.metadata.labels;
}
