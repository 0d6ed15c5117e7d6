import type { Node } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import type { NodeIdentity } from './node-selector.ts';

export const identityOf = ({ metadata: { name = '', labels = {} } }: Typed<Node>): NodeIdentity => ({ name, labels });
