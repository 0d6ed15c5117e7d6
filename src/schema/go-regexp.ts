import { RE2JS } from 're2js';

/** Long names of categories, which Go takes for the short ones whatever their case, with or without underscores, dashes and spaces. */
const CATEGORIES: Readonly<Record<string, string>> = {
  casedletter: 'LC', closepunctuation: 'Pe', combiningmark: 'M', connectorpunctuation: 'Pc', control: 'Cc', currencysymbol: 'Sc',
  dashpunctuation: 'Pd', decimalnumber: 'Nd', enclosingmark: 'Me', finalpunctuation: 'Pf', format: 'Cf', initialpunctuation: 'Pi',
  letter: 'L', letternumber: 'Nl', lineseparator: 'Zl', lowercaseletter: 'Ll', mark: 'M', mathsymbol: 'Sm', modifierletter: 'Lm',
  modifiersymbol: 'Sk', nonspacingmark: 'Mn', number: 'N', openpunctuation: 'Ps', other: 'C', otherletter: 'Lo', othernumber: 'No',
  otherpunctuation: 'Po', othersymbol: 'So', paragraphseparator: 'Zp', privateuse: 'Co', punctuation: 'P', separator: 'Z',
  spaceseparator: 'Zs', spacingmark: 'Mc', surrogate: 'Cs', symbol: 'S', titlecaseletter: 'Lt', unassigned: 'Cn', uppercaseletter: 'Lu',
  cntrl: 'Cc', digit: 'Nd', punct: 'P',
}; // prettier-ignore

/** The expression as Go's `regexp` compiles it; throws what Go says of it. Matching takes time linear in the text. */
export function compileGoRegexp(source: string): RE2JS {
  return RE2JS.compile(source.includes('\\Q') ? source : withShortCategories(source));
}

const withShortCategories = (source: string): string =>
  source.replace(/\\([pP])\{(\^?)([\w -]*)\}|\\[^]/g, (whole, letter: string | undefined, not: string, name: string) => {
    const category = letter === undefined ? undefined : CATEGORIES[name.replace(/[_ -]/g, '').toLowerCase()];
    return category === undefined ? whole : `\\${letter ?? ''}{${not}${category}}`;
  });
