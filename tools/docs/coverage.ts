import { gvkKey } from '../../src/model/group-version-kind.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import type { Resource } from '../../src/schema/registry.ts';
import { RELEASES, type Release } from '../../src/schema/release.ts';
import { strategyFor } from '../../src/validate/strategies.ts';

/** What the API server does with an object of a kind, and Drydock should. */
export const COLUMNS = ['decode', 'defaults', 'validate', 'update', 'warnings'] as const;
export type Column = (typeof COLUMNS)[number];

/** Whether Drydock does it, does not, or there is nothing to do. */
export type Cell = 'yes' | 'no' | 'none';

export interface CoverageRow {
  /** `apps/v1 Deployment` */
  readonly api: string;
  /** The releases that serve it by default, and those that do when told to. */
  readonly releases: readonly Release[];
  readonly optionalIn: readonly Release[];
  readonly cells: Readonly<Record<Column, Cell>>;
}

/** Kinds whose strategies in Kubernetes' `pkg/registry` warn of more than their API version; the others have nothing to say. */
const WARNED = new Set([
  ...['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'MutatingWebhookConfiguration'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration'],
  'CustomResourceDefinition',
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'CronJob', 'Job', 'Pod', 'PodTemplate', 'ReplicationController'],
  ...['Endpoints', 'EndpointSlice', 'Ingress', 'NetworkPolicy', 'Service'],
  ...['Node', 'PersistentVolume', 'PersistentVolumeClaim', 'ResourceQuota', 'Secret', 'ServiceAccount'],
  ...['CSIDriver', 'CSIStorageCapacity', 'StorageClass', 'RuntimeClass', 'ResourceSlice'],
]);

/** All kinds of all releases, by group, version and kind. */
export function coverageRows(): CoverageRow[] {
  const rows = new Map<string, { resource: Resource; release: Release; releases: Release[]; optionalIn: Release[] }>();
  for (const release of RELEASES) {
    for (const resource of loadSchemas(release).resources()) {
      const row = rows.get(gvkKey(resource.gvk)) ?? { resource, release, releases: [], optionalIn: [] };
      (resource.servedByDefault ? row.releases : row.optionalIn).push(release);
      rows.set(gvkKey(resource.gvk), { ...row, resource, release });
    }
  }
  return [...rows.values()]
    .sort((a, b) => order(a.resource, b.resource))
    .map(({ resource, release, releases, optionalIn }) => ({
      api: gvkKey(resource.gvk),
      releases,
      optionalIn,
      cells: cellsOf(resource, release),
    }));
}

/** What is missing of kinds, by kind. */
export function coverageHoles(): Record<string, Column[]> {
  const holes = coverageRows()
    .map(({ api, cells }): [string, Column[]] => [api, COLUMNS.filter((column) => cells[column] === 'no')]);
  return Object.fromEntries(holes.filter(([, columns]) => columns.length > 0));
}

function cellsOf({ gvk, type, verbs }: Resource, release: Release): CoverageRow['cells'] {
  const strategy = strategyFor(gvk);
  const can = (verb: string, does: boolean): Cell => (!verbs.includes(verb) ? 'none' : does ? 'yes' : 'no');
  return {
    decode: loadSchemas(release).hasStruct(type) ? 'yes' : 'no',
    defaults: can('create', strategy !== undefined),
    validate: can('create', strategy !== undefined),
    update: can('update', strategy !== undefined),
    warnings: WARNED.has(gvk.kind) ? can('create', strategy?.warnings !== undefined) : 'none',
  };
}

const order = (a: Resource, b: Resource): number => {
  const [keyA, keyB] = [a, b].map(({ gvk }) => `${gvk.group} ${gvk.kind} ${gvk.version}`);
  return (keyA ?? '') < (keyB ?? '') ? -1 : 1;
};

const SIGN: Readonly<Record<Cell, string>> = { yes: 'yes', no: '**no**', none: '–' };

/** The text of `docs/coverage.md`. */
export function coveragePage(): string {
  const rows = coverageRows();
  const whole = (row: CoverageRow): boolean => COLUMNS.every((column) => row.cells[column] !== 'no');
  const served = rows.filter(({ releases }) => releases.length > 0);
  const optional = rows.filter(({ releases }) => releases.length === 0);
  return `<!-- Written by \`npm run docs\` from the schema packs and the list of strategies. -->
# Coverage

What Drydock does of what the API server does with each built-in kind: strict decoding, defaults, validation of new objects, validation of updates, and
warnings. “–” means that there is nothing to do: the kind cannot be created or updated, or the server has no warnings for it (other than those
about deprecated API versions, which are told for all). Custom resources are judged by their CRDs.

${served.filter(whole).length} of ${served.length} kinds that are served by default are whole.

${table(served, 'releases', (row) => releasesText(row.releases))}

## Off by default

Served with \`--enable-api GROUP/VERSION\`. ${optional.filter(whole).length} of ${optional.length} are whole.

${table(optional, 'releases', (row) => releasesText(row.optionalIn))}
`;
}

function table(rows: readonly CoverageRow[], title: string, releases: (row: CoverageRow) => string): string {
  const lines = rows.map((row) => {
    const [apiVersion = '', kind = ''] = row.api.split(' ');
    return `| ${kind} | ${apiVersion} | ${releases(row)} | ${COLUMNS.map((column) => SIGN[row.cells[column]]).join(' | ')} |`;
  });
  return [`| kind | version | ${title} | ${COLUMNS.join(' | ')} |`, `|---|---|---|${COLUMNS.map(() => '---').join('|')}|`, ...lines].join('\n');
}

/** `all`, `1.34–1.36`, `1.37`. */
function releasesText(releases: readonly Release[]): string {
  const [first, last] = [releases[0], releases.at(-1)];
  if (releases.length === RELEASES.length) return 'all';
  return first === last ? (first ?? '') : `${first}–${last}`;
}
