/**
 * Says which causes no parity fixture reaches: `npm run coverage:causes [-- PATH…]`, where PATHs are folders or files below src (all that validate without). A
 * cause comes from a call that answers errors; it is reached when an error was made inside of it. Those that cannot be reached stand in
 * causes/unreachable.ts with the reason. Fails when there are others, or when a reason is no longer needed.
 */
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reachedPlaces } from './causes/reached-places.ts';
import { causeSites, type CauseSite } from './causes/sites.ts';
import { isMeant, UNREACHABLE } from './causes/unreachable.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
/** Where causes of invalid objects come from. */
const VALIDATING = ['validate', 'schema', 'apiserver'];
/** Read by kube-scheduler from a file, never sent to an API server: its tests have cases of their own. */
const NOT_SENT = 'validate/kubescheduler/';
const asked = process.argv.slice(2).map((path) => relative(src, resolve(path)));
const wanted = asked.length > 0 ? asked : VALIDATING;

const isWanted = ({ file }: { readonly file: string }): boolean =>
  !file.startsWith(NOT_SENT) && wanted.some((path) => file === path || file.startsWith(`${path}/`) || path === '');
const siteText = ({ file, line, text }: CauseSite): string => `src/${file}:${line} ${text.slice(0, 120)}`;

const reached = await reachedPlaces(root, src);
const sites = causeSites(join(root, 'tsconfig.json'), src).filter(isWanted);
const missed = sites.filter(({ file, line, column }) => !reached.has(`${file}:${line}:${column}`));
const isJustified = (site: CauseSite): boolean => UNREACHABLE.some(({ sites: known }) => known.some((each) => isMeant(each, site)));
const open = missed.filter((site) => !isJustified(site));

const idle: string[] = [];
for (const { reason, sites: known } of UNREACHABLE) {
  const justified = missed.filter((site) => known.some((each) => isMeant(each, site)));
  if (justified.length > 0) console.log(`justified, because ${reason}:`);
  for (const site of justified) console.log(`  ${siteText(site)}`);
  idle.push(...known.filter((each) => isWanted({ file: each.replace(/#.*/, '') }) && !justified.some((site) => isMeant(each, site))));
}
for (const known of idle) console.log(`justified, although nothing unreached is there: ${known}`);
for (const site of open) console.log(siteText(site));
console.log(
  `${sites.length - missed.length} of ${sites.length} sites of causes are reached by fixtures, ${missed.length - open.length} cannot be, ${open.length} are not.`,
);
process.exitCode = open.length + idle.length > 0 ? 1 : 0;
