import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { DEFAULT_RELEASE, parseRelease, releaseHasApi, RELEASES, type Release } from '../workspace/schemas.ts';
import type { AdmissionConfiguration, Config } from '../workspace/config.ts';
import { impersonatedUser, type UserInfo } from '../workspace/user.ts';
import type { FailOn } from './exit-code.ts';
import type { UsageError } from './options.ts';
import { readSourceFile } from './read-source.ts';

/** The flags that a configuration file can stand in for. */
export interface SettingsFlags {
  readonly 'kubernetes-version'?: string | undefined;
  readonly 'enable-api'?: readonly string[] | undefined;
  readonly 'enable-admission-plugins'?: readonly string[] | undefined;
  readonly 'disable-admission-plugins'?: readonly string[] | undefined;
  readonly 'fail-on'?: FailOn | undefined;
  readonly config?: string | undefined;
  readonly crds?: readonly string[] | undefined;
  readonly 'scheduler-config'?: string | undefined;
  readonly as?: string | undefined;
  readonly 'as-group'?: readonly string[] | undefined;
}

/** What holds for a run: the command line's word, else the configuration's, else the default. */
export interface Settings {
  readonly release: Release;
  /** Group versions that are served besides those on by default. */
  readonly enableApis: readonly string[];
  /** Which admission plugins are on, and how. */
  readonly admission: AdmissionConfiguration;
  readonly failOn: FailOn;
  /** Who sends requests; an administrator where nobody is named. */
  readonly user: UserInfo | undefined;
  /** Paths to look at when the command line names none; as seen from the working directory. */
  readonly paths: readonly string[];
  readonly ignore: readonly string[];
  /** Where the CRDs of custom resources are; as seen from the working directory. */
  readonly crds: readonly string[];
  /** File with the scheduler's configuration; as seen from the working directory. */
  readonly schedulerConfig: string | undefined;
  /** Directory that `ignore` is relative to. */
  readonly ignoreFrom: string;
  readonly rules: NonNullable<Config['rules']>;
  /** The configuration file and what is wrong with it. */
  readonly config: { readonly source: string; readonly text: string; readonly problems: readonly Diagnostic[] } | undefined;
}

const CONFIG_NAMES = ['drydock.yaml', 'drydock.yml'];

/** Reads the configuration, given or found from `cwd` upward, and joins it with the flags. With `checksRules` names of rules have to exist. */
export async function resolveSettings(flags: SettingsFlags, cwd: string, { checksRules = false } = {}): Promise<Settings | UsageError> {
  const release = flags['kubernetes-version'] === undefined ? undefined : parseRelease(flags['kubernetes-version']);
  if (flags['kubernetes-version'] !== undefined && !release) return unknownVersion(flags['kubernetes-version']);
  const path = flags.config === undefined ? findUpward(cwd) : resolve(cwd, flags.config);
  const loaded = path === undefined ? undefined : await loadConfig(flags.config ?? relative(cwd, path), cwd, checksRules);
  if (loaded && 'message' in loaded) return loaded;
  const { config = {} } = loaded ?? {};
  const from = path === undefined ? cwd : dirname(path);
  const fromHere = (path: string): string => relative(cwd, resolve(from, path)) || '.';
  const served = release ?? config.kubernetesVersion ?? DEFAULT_RELEASE;
  const enabled = flags['enable-api'] ?? [];
  const unknown = enabled.find((api) => !releaseHasApi(served, api));
  if (unknown !== undefined) return { message: `--enable-api: Kubernetes ${served} has no API ${unknown}` };
  const user = userOf(flags, config);
  if (user && 'message' in user) return user;
  const admission = await admissionOf(flags, config);
  if ('message' in admission) return admission;
  return {
    release: served,
    user,
    enableApis: [...enabled, ...(config.enableApis ?? [])],
    admission,
    failOn: flags['fail-on'] ?? config.failOn ?? 'error',
    paths: (config.paths ?? []).map(fromHere),
    ignore: config.ignore ?? [],
    crds: [...(config.crds ?? []).map(fromHere), ...(flags.crds ?? [])],
    schedulerConfig: flags['scheduler-config'] ?? (config.schedulerConfig === undefined ? undefined : fromHere(config.schedulerConfig)),
    ignoreFrom: from,
    rules: config.rules ?? {},
    config: loaded,
  };
}

/** The command line names the user with all groups, or the configuration does. */
function userOf({ as, 'as-group': groups = [] }: SettingsFlags, config: Config): UserInfo | UsageError | undefined {
  if (as === '') return { message: '--as needs a name' };
  if (as !== undefined) return impersonatedUser(as, groups);
  if (groups.length > 0) return { message: '--as-group needs --as', hint: 'a group alone sends no requests' };
  return config.as === undefined ? undefined : impersonatedUser(config.as, config.asGroups);
}

/** The flags' plugins win over those of the configuration. */
async function admissionOf(flags: SettingsFlags, { admission = {} }: Config): Promise<AdmissionConfiguration | UsageError> {
  const named = (flag: readonly string[] = []): string[] => flag.flatMap((text) => text.split(',')).filter((name) => name !== '');
  const enable = named(flags['enable-admission-plugins']);
  const disable = named(flags['disable-admission-plugins']);
  if (enable.length + disable.length === 0) return admission;
  const { pluginNameProblem } = await import('../workspace/admission-settings.ts');
  const unknown = [...enable, ...disable].map(pluginNameProblem).find((problem) => problem !== undefined);
  if (unknown !== undefined) return { message: unknown };
  const both = enable.find((name) => disable.includes(name));
  if (both !== undefined) return { message: `${both} is enabled and disabled` };
  return {
    ...admission,
    enable: [...(admission.enable ?? []).filter((name) => !disable.includes(name)), ...enable],
    disable: [...(admission.disable ?? []).filter((name) => !enable.includes(name)), ...disable],
  };
}

async function loadConfig(
  source: string,
  cwd: string,
  checksRules: boolean,
): Promise<
  { readonly config: Config; readonly source: string; readonly text: string; readonly problems: readonly Diagnostic[] } | UsageError
> {
  const read = readSourceFile(source, cwd);
  if (read.problem) return { message: read.problem.message };
  const { parseConfig } = await import('../workspace/config.ts');
  const ruleIds = checksRules ? (await import('../workspace/lint.ts')).ruleIds() : undefined;
  return { ...parseConfig({ source, text: read.text }, ruleIds), source, text: read.text };
}

function findUpward(cwd: string): string | undefined {
  for (let at = cwd; ; at = dirname(at)) {
    for (const name of CONFIG_NAMES) if (existsSync(join(at, name))) return join(at, name);
    if (dirname(at) === at) return undefined;
  }
}

const unknownVersion = (text: string): UsageError => ({
  message: `unknown Kubernetes version ${text}: Drydock knows ${RELEASES.join(', ')}`,
});
