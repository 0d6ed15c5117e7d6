export declare function toAscii(script: string): string;
