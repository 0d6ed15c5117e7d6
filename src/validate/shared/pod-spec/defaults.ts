import type {
  Container,
  EphemeralContainer,
  EnvVar,
  GRPCAction,
  HTTPGetAction,
  Lifecycle,
  PodSpec,
  PodTemplateSpec,
  Probe,
} from '../../../model/kinds/core-v1.ts';
import type { RuleContext } from '../../strategy.ts';
import { pullPolicyFor } from '../image-reference.ts';
import { roundUpResourceList } from '../resource-list.ts';
import { allContainers } from './containers-of.ts';
import { defaultVolume } from './volume-defaults.ts';

/** Defaults of `PodSpec` wherever it stands: pods and templates. Those of pods only are in `core/pod/defaults.ts`. */
export function defaultPodSpec(spec: PodSpec, context: RuleContext): void {
  syncServiceAccount(spec);
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  for (const volume of spec.volumes ?? []) defaultVolume(volume, context);
  for (const container of allContainers(spec)) defaultContainer(container);
  roundUpResourceList(spec.overhead);
  roundUpResourceList(spec.resources?.limits);
  roundUpResourceList(spec.resources?.requests);
}

export function defaultPodTemplate(template: PodTemplateSpec, context: RuleContext): void {
  defaultPodSpec((template.spec ??= {}), context);
}

/** `serviceAccount` is the old name of `serviceAccountName`; both are stored. */
function syncServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

function defaultContainer(container: Container | EphemeralContainer): void {
  container.imagePullPolicy ||= pullPolicyFor(container.image ?? '');
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const variable of container.env ?? []) defaultEnvVar(variable);
  roundUpResourceList(container.resources?.limits);
  roundUpResourceList(container.resources?.requests);
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) if (probe) defaultProbe(probe);
  defaultLifecycle(container.lifecycle);
}

function defaultEnvVar({ valueFrom }: EnvVar): void {
  if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ||= 'v1';
  if (valueFrom?.fileKeyRef) valueFrom.fileKeyRef.optional ??= false;
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.httpGet) defaultHttpGet(probe.httpGet);
  if (probe.grpc) defaultGrpc(probe.grpc);
}

function defaultHttpGet(action: HTTPGetAction): void {
  action.path ||= '/';
  action.scheme ||= 'HTTP';
}

function defaultGrpc(action: GRPCAction): void {
  action.service ??= '';
}

function defaultLifecycle(lifecycle: Lifecycle | undefined): void {
  for (const handler of [lifecycle?.postStart, lifecycle?.preStop]) if (handler?.httpGet) defaultHttpGet(handler.httpGet);
}
