/** `npm run generate`: everything that is made from `schemas/` and development dependencies and is not committed. Needs no network. */
import { join } from 'node:path';
import { generateDocumentation } from './generate/documentation.ts';
import { generateKindTypes } from './generate/kind-types.ts';
import { generateValidators } from './generate/validators.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');

async function step(name: string, run: () => string | Promise<string>): Promise<void> {
  const start = performance.now();
  const result = await run();
  console.error(`${name}: ${result} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

await step('types of kinds', async () => `${await generateKindTypes(join(source, 'model', 'kinds'))} modules`);
await step('validators', () => {
  const { modules, bytes } = generateValidators(join(source, 'schema', 'generated', 'validators'));
  return `${modules} modules, ${Math.ceil(bytes / 1024)} kB`;
});
await step('documentation', () => {
  const { fields, described } = generateDocumentation(join(root, 'schemas', 'documentation'), join(root, 'node_modules'));
  return `${described} of ${fields} fields described`;
});
