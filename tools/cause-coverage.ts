/**
 * Says which causes of validators no parity fixture reaches: `npm run coverage:causes [-- PATH…]`, where PATHs are folders or files below src/validate (all
 * without). A cause comes from a call that answers errors; it is reached when an error was made inside of it.
 */
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reachedPlaces } from './causes/reached-places.ts';
import { causeSites } from './causes/sites.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const validators = join(root, 'src', 'validate');
const wanted = process.argv.slice(2).map((path) => relative(validators, resolve(path)));

const reached = await reachedPlaces(root, validators);
const sites = causeSites(join(root, 'tsconfig.json'), validators).filter(
  ({ file }) => wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`) || path === ''),
);
const missed = sites.filter(({ file, line, column }) => !reached.has(`${file}:${line}:${column}`));
for (const { file, line, text } of missed) console.log(`src/validate/${file}:${line} ${text.slice(0, 120)}`);
console.log(`${sites.length - missed.length} of ${sites.length} sites of causes are reached by parity fixtures.`);
