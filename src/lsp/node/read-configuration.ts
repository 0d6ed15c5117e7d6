import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { parseConfig, type Config } from '../../workspace/config.ts';
import type { LazySource } from '../../workspace/neighbours.ts';
import { CONFIGURATION_NAMES } from '../configuration-names.ts';

/** What `drydock.yaml` says of a folder. */
export interface FolderConfiguration {
  readonly config: Config;
  /** The files with CRDs that it names. */
  readonly crds: readonly LazySource[];
}

/** The configuration that holds for a folder: in it or the nearest above, as the command line finds it. What is wrong in one is left out. */
export function readConfiguration(folder: string): FolderConfiguration {
  const path = findUpward(folder);
  const text = path === undefined ? undefined : readText(path);
  if (path === undefined || text === undefined) return { config: {}, crds: [] };
  const { config } = parseConfig({ source: path, text });
  return { config, crds: (config.crds ?? []).flatMap((each) => filesOf(each, dirname(path)).map(lazySource)) };
}

function findUpward(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = CONFIGURATION_NAMES.map((name) => join(at, name)).find((path) => existsSync(path));
    if (found !== undefined || dirname(at) === at) return found;
  }
}

/** A file, the manifests below a directory, or what a glob matches. */
function filesOf(path: string, from: string): string[] {
  const absolute = resolve(from, path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return readdirSync(absolute, { recursive: true, encoding: 'utf8' }).filter(isManifest).map((name) => join(absolute, name)); // prettier-ignore
  return stats ? [absolute] : globSync(path, { cwd: from, absolute: true, expandDirectories: false });
}

/** Hidden folders and dependencies are left out. */
const isManifest = (name: string): boolean => /\.(ya?ml|json)$/i.test(name) && !/(^|[\\/])(\.|node_modules[\\/])/.test(name);

const lazySource = (source: string): LazySource => ({ source, read: () => readText(source) });

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
