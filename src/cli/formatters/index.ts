import type { CreateFormatter } from './formatter.ts';

/** Formats of findings. One more is one file and one line here. */
export const FORMATTERS = ['text', 'json', 'jsonl', 'yaml', 'sarif', 'junit', 'github'] as const;
export type FormatterName = (typeof FORMATTERS)[number];

/** The formatter of a name, loaded when asked for. */
export async function loadFormatter(name: FormatterName): Promise<CreateFormatter> {
  switch (name) {
    case 'text':
      return (await import('./text.ts')).createTextFormatter;
    case 'json':
      return (await import('./json.ts')).createJsonFormatter;
    case 'jsonl':
      return (await import('./jsonl.ts')).createJsonlFormatter;
    case 'yaml':
      return (await import('./yaml.ts')).createYamlFormatter;
    case 'sarif':
      return (await import('./sarif.ts')).createSarifFormatter;
    case 'junit':
      return (await import('./junit.ts')).createJunitFormatter;
    case 'github':
      return (await import('./github.ts')).createGithubFormatter;
  }
}
