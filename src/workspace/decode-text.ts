export { decodeText } from '../yaml/decode-text.ts';
