/** How many bytes a base64 text stands for. */
export const base64Length = (text: string): number => Math.floor((text.replace(/=+$/, '').length * 3) / 4);
