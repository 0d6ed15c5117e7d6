import type { Command } from '../command.ts';

/** A line of the list of commands: what help needs without loading the command. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** All commands. One more is one file and one line here. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'check', summary: 'Find everything that is wrong or unwise in manifests.', load: async () => (await import('./check.ts')).check },
  {
    name: 'admit',
    summary: 'Show what the API server would answer, object by object.',
    load: async () => (await import('./admit.ts')).admit,
  },
  {
    name: 'preview',
    summary: 'Show what becomes of manifests in a cluster: pods, placements, statuses.',
    load: async () => (await import('./preview.ts')).preview,
  },
  {
    name: 'reach',
    summary: 'Say who reaches whom: Services, endpoints, network policies.',
    load: async () => (await import('./reach.ts')).reach,
  },
  { name: 'dns', summary: 'List the names that Services and Pods have in a cluster.', load: async () => (await import('./dns.ts')).dns },
  {
    name: 'diff',
    summary: 'Compare two sets of manifests by meaning, with consequences.',
    load: async () => (await import('./diff.ts')).diff,
  },
  { name: 'auth', summary: 'Show who may do what, and why.', load: async () => (await import('./auth.ts')).auth },
  { name: 'lint', summary: 'Check best practices.', load: async () => (await import('./lint.ts')).lint },
  { name: 'fix', summary: 'Mend what has a safe fix.', load: async () => (await import('./fix.ts')).fix },
  {
    name: 'psa',
    summary: 'Show what keeps pods from a Pod Security Standard.',
    load: async () => (await import('./psa.ts')).psa,
  },
  { name: 'explain', summary: 'Describe a kind or a field.', load: async () => (await import('./explain.ts')).explain },
  { name: 'lsp', summary: 'Run the language server.', load: async () => (await import('./lsp.ts')).lsp },
];
