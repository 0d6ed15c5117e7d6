import { flag, list, number, pointer, struct, text, type GoForm } from '../go-form.ts';

/** Forms of core types that messages show whole. */
const seLinuxOptions = struct([
  ['User', 'user', text],
  ['Role', 'role', text],
  ['Type', 'type', text],
  ['Level', 'level', text],
]);

const windowsOptions = struct([
  ['GMSACredentialSpecName', 'gmsaCredentialSpecName', pointer(text)],
  ['GMSACredentialSpec', 'gmsaCredentialSpec', pointer(text)],
  ['RunAsUserName', 'runAsUserName', pointer(text)],
  ['HostProcess', 'hostProcess', pointer(flag)],
]);

export const seccompProfile: GoForm = struct([
  ['Type', 'type', text],
  ['LocalhostProfile', 'localhostProfile', pointer(text)],
]);

const appArmorProfile = struct([
  ['Type', 'type', text],
  ['LocalhostProfile', 'localhostProfile', pointer(text)],
]);

const capabilities = struct([
  ['Add', 'add', list(text)],
  ['Drop', 'drop', list(text)],
]);

export const securityContext: GoForm = struct([
  ['Capabilities', 'capabilities', pointer(capabilities)],
  ['Privileged', 'privileged', pointer(flag)],
  ['SELinuxOptions', 'seLinuxOptions', pointer(seLinuxOptions)],
  ['WindowsOptions', 'windowsOptions', pointer(windowsOptions)],
  ['RunAsUser', 'runAsUser', pointer(number)],
  ['RunAsGroup', 'runAsGroup', pointer(number)],
  ['RunAsNonRoot', 'runAsNonRoot', pointer(flag)],
  ['ReadOnlyRootFilesystem', 'readOnlyRootFilesystem', pointer(flag)],
  ['AllowPrivilegeEscalation', 'allowPrivilegeEscalation', pointer(flag)],
  ['ProcMount', 'procMount', pointer(text)],
  ['SeccompProfile', 'seccompProfile', pointer(seccompProfile)],
  ['AppArmorProfile', 'appArmorProfile', pointer(appArmorProfile)],
]);

export const podResourceClaim: GoForm = struct([
  ['Name', 'name', text],
  ['ResourceClaimName', 'resourceClaimName', pointer(text)],
  ['ResourceClaimTemplateName', 'resourceClaimTemplateName', pointer(text)],
]);

export const resizePolicies: GoForm = list(
  struct([
    ['ResourceName', 'resourceName', text],
    ['RestartPolicy', 'restartPolicy', text],
  ]),
);

const requirement = struct([
  ['Key', 'key', text],
  ['Operator', 'operator', text],
  ['Values', 'values', list(text)],
]);

export const nodeSelectorTerm: GoForm = struct([
  ['MatchExpressions', 'matchExpressions', list(requirement)],
  ['MatchFields', 'matchFields', list(requirement)],
]);
