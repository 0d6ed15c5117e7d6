import { forbidden, invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type {
  ExecAction,
  GRPCAction,
  HTTPGetAction,
  Lifecycle,
  PodOS,
  Probe,
  SleepAction,
  TCPSocketAction,
} from '../../../model/kinds/core-v1.ts';
import { asJson, invalidBecause, nonnegative, oneOf, optional } from '../checks.ts';
import { isHttpHeaderName } from '../names.ts';
import { validatePortNumberOrName } from './ports.ts';

/** What a probe or a lifecycle hook may do; exactly one of it. */
interface Handler {
  readonly exec?: ExecAction;
  readonly httpGet?: HTTPGetAction;
  readonly tcpSocket?: TCPSocketAction;
  readonly grpc?: GRPCAction;
  readonly sleep?: SleepAction;
}

function validateHandler(handler: Handler, gracePeriod: number | undefined, at: FieldPath): FieldError[] {
  const checks = [
    ['exec', handler.exec && validateExec(handler.exec, child(at, 'exec'))],
    ['httpGet', handler.httpGet && validateHttpGet(handler.httpGet, child(at, 'httpGet'))],
    ['tcpSocket', handler.tcpSocket && validatePortNumberOrName(handler.tcpSocket.port, child(at, 'tcpSocket', 'port'))],
    ['grpc', handler.grpc && validateGrpc(handler.grpc, child(at, 'grpc'))],
    ['sleep', handler.sleep && validateSleep(handler.sleep, gracePeriod, child(at, 'sleep'))],
  ] as const;
  const given = checks.flatMap(([name, errors]) => (errors ? [{ name, errors }] : []));
  if (given.length === 0) return [required(at, 'must specify a handler type')];
  return given.flatMap(({ name, errors }, i) =>
    i === 0 ? errors : [forbidden(child(at, name), 'may not specify more than 1 handler type')],
  );
}

const validateExec = ({ command }: ExecAction, at: FieldPath): FieldError[] => (command?.length ? [] : [required(child(at, 'command'))]);

function validateHttpGet({ port, scheme, httpHeaders, protocol, host }: HTTPGetAction, at: FieldPath): FieldError[] {
  const headers = (httpHeaders ?? []).flatMap(({ name = '' }) => invalidBecause(isHttpHeaderName(name), child(at, 'httpHeaders'), name));
  return [
    ...validatePortNumberOrName(port, child(at, 'port')),
    ...oneOf(scheme, ['HTTP', 'HTTPS'], child(at, 'scheme')),
    ...headers,
    ...(protocol === undefined ? [] : validateHttpProtocol(protocol, scheme ?? '', host ?? '', at)),
  ];
}

function validateHttpProtocol(protocol: string, scheme: string, host: string, at: FieldPath): FieldError[] {
  const unsupported = oneOf(protocol, ['HTTP1', 'HTTP2'], child(at, 'protocol'));
  if (unsupported.length > 0 || protocol !== 'HTTP2') return unsupported;
  if (scheme !== 'HTTP') return [invalid(child(at, 'protocol'), protocol, 'is only supported with HTTP (H2C)')];
  return host === '' ? [] : [invalid(child(at, 'host'), host, 'must be empty when `protocol` is "HTTP2"')];
}

const validateGrpc = ({ port, mode }: GRPCAction, at: FieldPath): FieldError[] => [
  ...validatePortNumberOrName(port ?? 0, child(at, 'port')),
  ...(mode === undefined ? [] : oneOf(mode, ['Plaintext', 'TLS'], child(at, 'mode'))),
];

function validateSleep({ seconds = 0 }: SleepAction, gracePeriod: number | undefined, at: FieldPath): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return [];
  return [invalid(at, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`)];
}

type ProbeKind = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

/** The three probes of a container at `at`. */
export const validateProbes = (
  probes: Readonly<Partial<Record<ProbeKind, Probe>>>,
  gracePeriod: number | undefined,
  at: FieldPath,
): FieldError[] =>
  (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((kind) => {
    const probe = probes[kind];
    return probe ? [...validateProbe(probe, gracePeriod, child(at, kind)), ...validateProbeKind(probe, kind, child(at, kind))] : [];
  });

const PROBE_NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;

function validateProbe(probe: Probe, gracePeriod: number | undefined, at: FieldPath): FieldError[] {
  const { terminationGracePeriodSeconds: period, exec, httpGet, tcpSocket, grpc } = probe;
  return [
    ...validateHandler(
      { ...(exec && { exec }), ...(httpGet && { httpGet }), ...(tcpSocket && { tcpSocket }), ...(grpc && { grpc }) },
      gracePeriod,
      at,
    ),
    ...PROBE_NUMBERS.flatMap((name) => nonnegative(probe[name], child(at, name))),
    ...(period !== undefined && period <= 0 ? [invalid(child(at, 'terminationGracePeriodSeconds'), period, 'must be greater than 0')] : []),
  ];
}

function validateProbeKind(
  { successThreshold = 0, terminationGracePeriodSeconds: period }: Probe,
  kind: ProbeKind,
  at: FieldPath,
): FieldError[] {
  if (kind === 'readinessProbe') {
    return period === undefined ? [] : [invalid(child(at, 'terminationGracePeriodSeconds'), period, 'must not be set for readinessProbes')];
  }
  return successThreshold === 1 ? [] : [invalid(child(at, 'successThreshold'), successThreshold, 'must be 1')];
}

export const validateLifecycle = (
  lifecycle: Lifecycle,
  gracePeriod: number | undefined,
  os: PodOS | undefined,
  at: FieldPath,
): FieldError[] => [
  ...optional(lifecycle.postStart, child(at, 'postStart'), (handler, path) => validateHandler(handler, gracePeriod, path)),
  ...optional(lifecycle.preStop, child(at, 'preStop'), (handler, path) => validateHandler(handler, gracePeriod, path)),
  ...optional(lifecycle.stopSignal, child(at, 'stopSignal'), (signal, path) => validateStopSignal(signal, os, path)),
];

const NUMBERED = Array.from({ length: 15 }, (_, i) => i + 1);
const LINUX_SIGNALS = [
  ...'SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF SIGPWR SIGQUIT'.split(
    ' ',
  ),
  ...'SIGRTMAX SIGRTMIN SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH'.split(
    ' ',
  ),
  ...'SIGXCPU SIGXFSZ'.split(' '),
  ...NUMBERED.map((i) => `SIGRTMIN+${i}`),
  ...NUMBERED.slice(0, 14).map((i) => `SIGRTMAX-${i}`),
].sort();
const WINDOWS_SIGNALS = ['SIGKILL', 'SIGTERM'];

function validateStopSignal(signal: string, os: PodOS | undefined, at: FieldPath): FieldError[] {
  if (!os) return [forbidden(at, 'may not be set for containers with empty `spec.os.name`')];
  const supported = os.name === 'windows' ? WINDOWS_SIGNALS : os.name === 'linux' ? LINUX_SIGNALS : [signal];
  return supported.includes(signal) ? [] : [notSupported(at, asJson(signal), supported)];
}
