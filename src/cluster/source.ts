import type { Source } from './cluster.ts';

/** The alphabet of generated names: no vowels and no 0, 1, 3, so that no words arise (`k8s.io/apimachinery/pkg/util/rand`). */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const SUFFIXES = ALPHABET.length ** SUFFIX_LENGTH;
/** Odd and not divisible by 3, hence coprime to 27^5: multiplying by it visits every suffix once before any repeats. */
const STRIDE = 8_675_309;

interface ForkableSource extends Source {
  fork(): ForkableSource;
}

/** Uids and name suffixes that look like chance and come in the same order every time; a fork continues from where it is, independently. */
export function createSource(uids = 0, suffixes = 0): ForkableSource {
  return {
    uid() {
      uids += 1;
      return uidOf(uids);
    },
    suffix() {
      suffixes += 1;
      return suffixOf(suffixes);
    },
    fork: () => createSource(uids, suffixes),
  };
}

export type { ForkableSource };

function suffixOf(count: number): string {
  let rest = ((count % SUFFIXES) * STRIDE) % SUFFIXES;
  let text = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) {
    text += ALPHABET.charAt(rest % ALPHABET.length);
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** A UUID of version 4 whose last 32 bits are a bijection of `count`, so that no two counts share one. */
function uidOf(count: number): string {
  const a = hex(scramble(count + 0x9e3779b9));
  const b = hex(scramble(count + 0x3c6ef372));
  const c = hex(scramble(count + 0xdaa66d2b));
  const variant = '89ab'.charAt(parseInt(c.charAt(0), 16) & 3);
  return `${a}-${b.slice(0, 4)}-4${b.slice(4, 7)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${hex(scramble(count))}`;
}

/** A permutation of the 32-bit integers (the finisher of MurmurHash3). */
function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
