import { invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, key } from '../../../model/field-path.ts';

export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

export interface LevelVersion {
  readonly level: Level;
  /** The minor release whose rules apply. */
  readonly version: number | 'latest';
}

/** What a namespace asks for. (Audit annotations go to a log that nobody keeps here, so that mode is only checked.) */
export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
  /** Labels that cannot be read. */
  readonly errors: readonly FieldError[];
}

const PREFIX = 'pod-security.kubernetes.io/';

/** `restricted:latest`, `baseline:v1.30`. */
export const levelVersionText = ({ level, version }: LevelVersion): string =>
  `${level}:${version === 'latest' ? version : `v1.${version}`}`;

export const isStricter = (a: Level, b: Level): boolean => LEVELS.indexOf(a) > LEVELS.indexOf(b);

type Mode = 'enforce' | 'audit' | 'warn';
export const MODES: readonly Mode[] = ['enforce', 'audit', 'warn'];

/** The policy of namespaces without labels, by `enforce`, `enforce-version` and so on; what is not set asks for nothing. */
export function defaultPolicy(settings: Readonly<Record<string, string>> = {}): Policy {
  const of = (mode: Mode): LevelVersion => {
    const level = settings[mode];
    return { level: isLevel(level) ? level : 'privileged', version: readVersion(settings[`${mode}-version`] ?? 'latest') ?? 'latest' };
  };
  return { enforce: of('enforce'), audit: of('audit'), warn: of('warn'), errors: [] };
}

/**
 * The policy that a namespace's labels ask for. Levels that cannot be read count as restricted for enforcing, as none for warning, versions as the latest.
 * Who enforces a level is warned by it, too, unless the labels say otherwise.
 */
export function policyOf(labels: Readonly<Record<string, string>> = {}, defaults: Policy = defaultPolicy()): Policy {
  const errors: FieldError[] = [];
  const enforce = readMode(labels, 'enforce', 'restricted', defaults, errors);
  const audit = readMode(labels, 'audit', 'privileged', defaults, errors);
  const warn = readMode(labels, 'warn', 'privileged', defaults, errors);
  const takesEnforced =
    labels[`${PREFIX}warn`] === undefined && isLevel(labels[`${PREFIX}enforce`]) && isStricter(enforce.level, warn.level);
  if (!takesEnforced) return { enforce, audit, warn, errors };
  const version = labels[`${PREFIX}warn-version`] === undefined ? enforce.version : warn.version;
  return { enforce, audit, warn: { level: enforce.level, version }, errors };
}

/** Whether labels say something of a mode. */
export const speaksOf = (mode: Mode, labels: Readonly<Record<string, string>>): boolean =>
  labels[PREFIX + mode] !== undefined || labels[`${PREFIX}${mode}-version`] !== undefined;

function readMode(
  labels: Readonly<Record<string, string>>,
  mode: Mode,
  fallback: Level,
  defaults: Policy,
  errors: FieldError[],
): LevelVersion {
  const object = (label: string, detail: string): void => {
    errors.push(invalid(key(fieldPath('metadata', 'labels'), label), labels[label], detail));
  };
  let { level, version } = defaults[mode];
  const levelText = labels[`${PREFIX}${mode}`];
  if (levelText !== undefined) {
    level = isLevel(levelText) ? levelText : fallback;
    if (!isLevel(levelText)) object(`${PREFIX}${mode}`, `must be one of ${LEVELS.join(', ')}`);
  }
  const versionText = labels[`${PREFIX}${mode}-version`];
  if (versionText !== undefined) {
    version = readVersion(versionText) ?? 'latest';
    if (readVersion(versionText) === undefined) object(`${PREFIX}${mode}-version`, 'must be "latest" or "v1.x"');
  }
  return { level, version };
}

export const isLevel = (text: string | undefined): text is Level => LEVELS.some((level) => level === text);

/** `latest`, or the minor release of `v1.NN`; undefined for other texts. */
export function readVersion(text: string): number | 'latest' | undefined {
  if (text === 'latest') return text;
  const minor = /^v1\.(0|[1-9][0-9]{0,17})$/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
