import { BLANK, BLANK_OR_END, BREAK, BREAK_OR_END, CLASS_OF, DIGIT, WORD, breakLength, hexValue } from './characters.ts';
import type { Scanner } from './scanner.ts';
import { Token } from './token.ts';
import { utf8Width } from './utf8.ts';

const classAt = (scanner: Scanner, at: number): number => CLASS_OF[scanner.units[at] ?? 0] ?? 0;

/** `&name` or `*name`. */
export function scanAnchor(scanner: Scanner, kind: typeof Token.Alias | typeof Token.Anchor): void {
  const start = scanner.pos;
  scanner.pos++;
  passWord(scanner);
  const isEnded = (classAt(scanner, scanner.pos) & BLANK_OR_END) !== 0 || '?:,]}%@`'.includes(characterAt(scanner));
  if (scanner.pos === start + 1 || !isEnded) scanner.fail('did not find expected alphabetic or numeric character');
  scanner.append(kind, start, scanner.pos, scanner.strings.push(scanner.text.slice(start + 1, scanner.pos)) - 1);
}

/** `!<uri>`, `!suffix`, `!!suffix`, `!handle!suffix` or `!`: handle and suffix become two strings. */
export function scanTag(scanner: Scanner): void {
  const start = scanner.pos;
  let handle = '';
  let suffix: string;
  if (scanner.units[start + 1] === 0x3c) {
    scanner.pos += 2;
    suffix = scanUri(scanner, '');
    if (characterAt(scanner) !== '>') scanner.fail("did not find the expected '>'");
    scanner.pos++;
  } else {
    handle = scanTagHandle(scanner, false);
    if (handle.length > 1 && handle.endsWith('!')) suffix = scanUri(scanner, '');
    else {
      suffix = scanUri(scanner, handle);
      handle = '!';
      if (suffix === '') [handle, suffix] = ['', '!'];
    }
  }
  if (!(classAt(scanner, scanner.pos) & BLANK_OR_END)) scanner.fail('did not find expected whitespace or line break');
  appendPair(scanner, Token.Tag, start, handle, suffix);
}

function appendPair(
  scanner: Scanner,
  kind: typeof Token.Tag | typeof Token.TagDirective | typeof Token.VersionDirective,
  start: number,
  first: string,
  second: string,
): void {
  scanner.append(kind, start, scanner.pos, scanner.strings.push(first, second) - 2);
}

const characterAt = (scanner: Scanner): string => String.fromCharCode(scanner.units[scanner.pos] ?? 0);

function passWord(scanner: Scanner): void {
  while (classAt(scanner, scanner.pos) & WORD) scanner.pos++;
}

function passBlanks(scanner: Scanner): void {
  while (classAt(scanner, scanner.pos) & BLANK) scanner.pos++;
}

function scanTagHandle(scanner: Scanner, isDirective: boolean): string {
  const start = scanner.pos;
  if (characterAt(scanner) !== '!') scanner.fail("did not find expected '!'");
  scanner.pos++;
  passWord(scanner);
  if (characterAt(scanner) === '!') scanner.pos++;
  else if (isDirective && scanner.pos !== start + 1) scanner.fail("did not find expected '!'");
  return scanner.text.slice(start, scanner.pos);
}

/** `head` is what looked like a handle: its text after `!` is a part of the tag. */
function scanUri(scanner: Scanner, head: string): string {
  let uri = head.slice(1);
  const start = scanner.pos;
  for (;;) {
    const character = characterAt(scanner);
    if (character === '%') uri += scanUriEscapes(scanner);
    else if (classAt(scanner, scanner.pos) & WORD || ";/?:@&=+$,.!~*'()[]".includes(character)) {
      uri += character;
      scanner.pos++;
    } else break;
  }
  if (head === '' && scanner.pos === start) scanner.fail('did not find expected tag URI');
  return uri;
}

/** The `%xx` octets of one UTF-8 character. */
function scanUriEscapes(scanner: Scanner): string {
  const octets: number[] = [];
  let width = 1;
  while (octets.length < width) {
    const high = hexValue(scanner.units[scanner.pos + 1] ?? 0);
    const low = hexValue(scanner.units[scanner.pos + 2] ?? 0);
    if (characterAt(scanner) !== '%' || high < 0 || low < 0) scanner.fail('did not find URI escaped octet');
    const octet = high * 16 + low;
    if (octets.length === 0) {
      width = utf8Width(octet);
      if (width === 0) scanner.fail('found an incorrect leading UTF-8 octet');
    } else if ((octet & 0xc0) !== 0x80) scanner.fail('found an incorrect trailing UTF-8 octet');
    octets.push(octet);
    scanner.pos += 3;
  }
  return new TextDecoder().decode(Uint8Array.from(octets));
}

/** `%YAML 1.1` or `%TAG !handle! prefix`, to the end of the line. */
export function scanDirective(scanner: Scanner): void {
  const start = scanner.pos;
  scanner.pos++;
  passWord(scanner);
  const name = scanner.text.slice(start + 1, scanner.pos);
  if (name === '') scanner.fail('could not find expected directive name');
  if (!(classAt(scanner, scanner.pos) & BLANK_OR_END)) scanner.fail('found unexpected non-alphabetical character');
  if (name === 'YAML') {
    passBlanks(scanner);
    const major = scanVersionNumber(scanner);
    if (characterAt(scanner) !== '.') scanner.fail("did not find expected digit or '.' character");
    scanner.pos++;
    appendPair(scanner, Token.VersionDirective, start, major, scanVersionNumber(scanner));
  } else if (name === 'TAG') {
    passBlanks(scanner);
    const handle = scanTagHandle(scanner, true);
    if (!(classAt(scanner, scanner.pos) & BLANK)) scanner.fail('did not find expected whitespace');
    passBlanks(scanner);
    const prefix = scanUri(scanner, '');
    if (!(classAt(scanner, scanner.pos) & BLANK_OR_END)) scanner.fail('did not find expected whitespace or line break');
    appendPair(scanner, Token.TagDirective, start, handle, prefix);
  } else scanner.fail('found unknown directive name');
  passRestOfLine(scanner);
}

function scanVersionNumber(scanner: Scanner): string {
  const start = scanner.pos;
  while (classAt(scanner, scanner.pos) & DIGIT) {
    if (scanner.pos - start === 2) scanner.fail('found extremely long version number');
    scanner.pos++;
  }
  if (scanner.pos === start) scanner.fail('did not find expected version number');
  return String(Number(scanner.text.slice(start, scanner.pos)));
}

function passRestOfLine(scanner: Scanner): void {
  passBlanks(scanner);
  if (characterAt(scanner) === '#') while (!(classAt(scanner, scanner.pos) & BREAK_OR_END)) scanner.pos++;
  if (!(classAt(scanner, scanner.pos) & BREAK_OR_END)) scanner.fail('did not find expected comment or line break');
  if (!(classAt(scanner, scanner.pos) & BREAK)) return;
  scanner.pos += breakLength(scanner.units, scanner.pos);
  scanner.line++;
  scanner.lineStart = scanner.pos;
}
