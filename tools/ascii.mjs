/**
 * A script with all that is not ASCII escaped. esbuild does so in texts and names; what it leaves are regular expressions, where the same escapes mean the
 * same. Refuses a character behind a backslash, which would swallow the escape's own.
 */
export function toAscii(script) {
  if (/\\[^\0-\x7f]/.test(script)) throw new Error('a character that is not ASCII is escaped');
  return script.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
