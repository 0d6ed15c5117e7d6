import { gvkKey } from '../model/group-version-kind.ts';
import { MODULES, VALIDATORS, type Validator } from './generated/validators/index.ts';
import type { Resource, SchemaRegistry } from './registry.ts';

/**
 * A validator, compiled ahead of time, for questions that need yes or no only: yes means that strict decoding takes the value, no that the decoder has
 * to be asked. It is loaded once; asking it takes no reading of schemas and makes no copy.
 */
export async function loadQuickAccept(registry: SchemaRegistry, resource: Resource): Promise<Validator> {
  const [module, validator] = VALIDATORS[registry.release]?.[gvkKey(resource.gvk)] ?? [];
  const loaded = module === undefined || validator === undefined ? undefined : (await MODULES[module]?.())?.[validator];
  return loaded ?? undecided;
}

const undecided: Validator = () => false;
