import { invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, key } from '../../../model/field-path.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

export interface LevelVersion {
  readonly level: Level;
  /** The minor release whose rules apply. */
  readonly version: number | 'latest';
}

/** What a namespace asks for. (Audit annotations go to a log that nobody keeps here, so that mode is only checked.) */
export interface Policy {
  readonly enforce: LevelVersion;
  readonly warn: LevelVersion;
  /** Labels that cannot be read. */
  readonly errors: readonly FieldError[];
}

const PREFIX = 'pod-security.kubernetes.io/';
const PRIVILEGED: LevelVersion = { level: 'privileged', version: 'latest' };

/** `restricted:latest`, `baseline:v1.30`. */
export const levelVersionText = ({ level, version }: LevelVersion): string =>
  `${level}:${version === 'latest' ? version : `v1.${version}`}`;

export const isStricter = (a: Level, b: Level): boolean => LEVELS.indexOf(a) > LEVELS.indexOf(b);

/**
 * The policy that a namespace's labels ask for. Levels that cannot be read count as restricted for enforcing, as none for warning, versions as the latest.
 * Who enforces a level is warned by it, too, unless the labels say otherwise.
 */
export function policyOf(labels: Readonly<Record<string, string>> = {}): Policy {
  const errors: FieldError[] = [];
  const enforce = readMode(labels, 'enforce', 'restricted', errors);
  readMode(labels, 'audit', 'privileged', errors);
  const warn = readMode(labels, 'warn', 'privileged', errors);
  const takesEnforced =
    labels[`${PREFIX}warn`] === undefined && isLevel(labels[`${PREFIX}enforce`]) && isStricter(enforce.level, warn.level);
  if (!takesEnforced) return { enforce, warn, errors };
  const version = labels[`${PREFIX}warn-version`] === undefined ? enforce.version : warn.version;
  return { enforce, warn: { level: enforce.level, version }, errors };
}

function readMode(labels: Readonly<Record<string, string>>, mode: string, fallback: Level, errors: FieldError[]): LevelVersion {
  const object = (label: string, detail: string): void => {
    errors.push(invalid(key(fieldPath('metadata', 'labels'), label), labels[label], detail));
  };
  let { level, version } = PRIVILEGED;
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

const isLevel = (text: string | undefined): text is Level => LEVELS.some((level) => level === text);

function readVersion(text: string): number | 'latest' | undefined {
  if (text === 'latest') return text;
  const minor = /^v1\.(0|[1-9][0-9]{0,17})$/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
