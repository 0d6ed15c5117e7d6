/** The parts of an image reference: `ghcr.io:443/team/app:1.2@sha256:…`. */
export interface Image {
  /** Registry and path. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Takes an image reference apart; undefined for an empty one. A colon before the last slash belongs to a port. */
export function parseImage(text: string | undefined): Image | undefined {
  if (!text) return undefined;
  const at = text.indexOf('@');
  const [reference, digest] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const colon = reference.lastIndexOf(':');
  const hasTag = colon > reference.lastIndexOf('/');
  return {
    name: hasTag ? reference.slice(0, colon) : reference,
    ...(hasTag && { tag: reference.slice(colon + 1) }),
    ...(digest !== undefined && { digest }),
  };
}
