import { COLOR } from './style.ts';
import { FAIL_ON } from './exit-code.ts';
import type { Option } from './options.ts';

/** What every command takes, before or after its name. */
export const GLOBAL_OPTIONS = [
  {
    name: 'color',
    type: 'value',
    choices: COLOR,
    placeholder: 'WHEN',
    help: 'Colour: auto (on a terminal; NO_COLOR is respected), always or never.',
  },
  { name: 'quiet', short: 'q', type: 'flag', help: 'Print results only: no summary, no hints, no progress.' },
  { name: 'help', short: 'h', type: 'flag', help: 'Show this help.' },
  { name: 'version', short: 'V', type: 'flag', help: "Print Drydock's version." },
] as const satisfies readonly Option[];

/** The release that is simulated. Validated by `releaseOf`, because the configuration may give it too. */
export const kubernetesVersion = {
  name: 'kubernetes-version',
  short: 'k',
  type: 'value',
  placeholder: 'VERSION',
  help: 'Kubernetes release to answer for: 1.34, 1.35, 1.36 or 1.37 (default).',
} as const satisfies Option;

/** Group versions that are off by default. The configuration may name more. */
export const enableApi = {
  name: 'enable-api',
  type: 'list',
  placeholder: 'GROUP/VERSION',
  help: 'Serve an API version that is off by default, as kube-apiserver --runtime-config does. Repeatable.',
} as const satisfies Option;

/** As kube-apiserver has them. The configuration may name more. */
export const admissionPlugins = [
  {
    name: 'enable-admission-plugins',
    type: 'list',
    placeholder: 'NAMES',
    help: 'Admission plugins that are on besides the default ones, separated by commas. Repeatable.',
  },
  {
    name: 'disable-admission-plugins',
    type: 'list',
    placeholder: 'NAMES',
    help: 'Admission plugins that are off, separated by commas. Repeatable.',
  },
] as const satisfies readonly Option[];

export const config = {
  name: 'config',
  type: 'value',
  placeholder: 'FILE',
  help: 'Configuration; without it drydock.yaml is looked for from the working directory upward.',
} as const satisfies Option;

export const failOn = {
  name: 'fail-on',
  type: 'value',
  choices: FAIL_ON,
  placeholder: 'SEVERITY',
  help: 'Exit with 1 for findings of this severity or worse: error (default), warning, info, never.',
} as const satisfies Option;

export const setup = {
  name: 'setup',
  type: 'list',
  placeholder: 'FILE',
  help: 'What the cluster has already, created through the API first (CRDs, policies, quotas). Repeatable.',
} as const satisfies Option;

export const crds = {
  name: 'crds',
  type: 'list',
  placeholder: 'PATH',
  help: 'File, directory or glob with CRDs by which custom resources are judged besides. Repeatable.',
} as const satisfies Option;

export const schedulerConfig = {
  name: 'scheduler-config',
  type: 'value',
  placeholder: 'FILE',
  help: 'KubeSchedulerConfiguration by which pods are scheduled, as kube-scheduler --config takes it.',
} as const satisfies Option;

export const cluster = {
  name: 'cluster',
  type: 'list',
  placeholder: 'FILE',
  help: 'Nodes and objects that exist, as `kubectl get -o yaml` prints them. Repeatable.',
} as const satisfies Option;

/** Who sends requests. The configuration may say it too. */
export const asUser = {
  name: 'as',
  type: 'value',
  placeholder: 'USER',
  help: 'Who sends the requests, as kubectl --as does; without it an administrator (system:masters).',
} as const satisfies Option;

export const asGroup = {
  name: 'as-group',
  type: 'list',
  placeholder: 'GROUP',
  help: 'A group of the user of --as. Repeatable.',
} as const satisfies Option;

/** `-o`, with the formats of one command. The first is the default. */
export const output = <const F extends readonly string[]>(...formats: F) =>
  ({
    name: 'output',
    short: 'o',
    type: 'value',
    choices: formats,
    placeholder: 'FORMAT',
    help: `Output format: ${formats[0]} (default), ${formats.slice(1).join(', ')}.`,
  }) as const satisfies Option;
