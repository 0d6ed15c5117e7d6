/** What is wrong with a text that a user gave, and how it is given. */
export interface WrongUsage {
  readonly message: string;
  readonly hint?: string;
}

export const isWrongUsage = (value: object): value is WrongUsage => 'message' in value;
