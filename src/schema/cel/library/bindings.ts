import type { Library } from '../declarations.ts';
import { bindName } from '../macros.ts';

/** cel-go's extension `cel.bind(name, value, expression)`. */
export const BINDINGS: Library = {
  functions: [],
  macros: [
    {
      name: 'bind',
      args: 3,
      isMember: true,
      expand: (make, target, [name, value, body]) => {
        if (target?.kind !== 'ident' || target.name !== 'cel' || !value || !body) return undefined;
        if (name?.kind !== 'ident') return { error: 'cel.bind() variable names must be simple identifiers', at: name?.at ?? 0 };
        return bindName(make, name.name, value, body);
      },
    },
  ],
};
