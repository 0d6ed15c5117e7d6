import { forbidden, invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { declared } from '../../shared/declarative.ts';
import { child, fieldPath, root, type FieldPath } from '../../../model/field-path.ts';
import { contains, parseCidr, type Cidr } from '../../../model/ip-address.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../model/kinds/networking-v1.ts';
import { asJson, each, invalidBecause } from '../../shared/checks.ts';
import { validateLegacyCidr } from '../../shared/ip.ts';
import { validateLabelSelector, type LabelSelectorOptions } from '../../shared/label-selector.ts';
import { isDns1123Subdomain, isPortName, isPortNumber } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { isSince } from '../../../schema/release.ts';
import type { RuleContext } from '../../strategy.ts';
import { peersOf, rulesOf } from './rules.ts';

/** What an update may keep because the stored policy has it. */
interface PolicyOptions extends LabelSelectorOptions {
  readonly context: RuleContext;
  readonly storedCidrs: readonly string[];
}

const TYPES = ['Ingress', 'Egress'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const metadataAt = fieldPath('metadata');

export const validateNetworkPolicy = (policy: NetworkPolicy, context: RuleContext): FieldError[] => [
  ...validateObjectMeta(policy.metadata, namespaced(isDns1123Subdomain), metadataAt),
  ...validateSpec(policy, { context, storedCidrs: [] }),
];

export const validateNetworkPolicyUpdate = (policy: NetworkPolicy, old: NetworkPolicy, context: RuleContext): FieldError[] => [
  ...validateObjectMetaUpdate(policy.metadata, old.metadata, metadataAt),
  ...validateSpec(policy, {
    context,
    storedCidrs: peersOf(old).flatMap(({ peer: { ipBlock } }) => (ipBlock ? [ipBlock.cidr ?? '', ...(ipBlock.except ?? [])] : [])),
    allowInvalidValues: validateLabelSelector(old.spec?.podSelector, root).length > 0,
  }),
];

function validateSpec(policy: NetworkPolicy, options: PolicyOptions): FieldError[] {
  const { podSelector, policyTypes = [] } = policy.spec ?? {};
  const typesAt = fieldPath('spec', 'policyTypes');
  return [
    ...validateLabelSelector(podSelector, fieldPath('spec', 'podSelector'), options),
    ...rulesOf(policy).flatMap(({ rule, peers, at, peersAt }) => [
      ...each(rule.ports, child(at, 'ports'), (port, path) => validatePort(port, path, options.context)),
      ...each(peers, peersAt, (peer, path) => validatePeer(peer, path, options)),
    ]),
    ...(policyTypes.length > TYPES.length
      ? [invalid(typesAt, policyTypes, 'may not specify more than two policyTypes')]
      : each(policyTypes, typesAt, (type, path) => (TYPES.includes(type) ? [] : [notSupported(path, asJson(type), TYPES)]))),
  ];
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, at: FieldPath, context: RuleContext): FieldError[] {
  return [
    ...(protocol === undefined || PROTOCOLS.includes(protocol) ? [] : [notSupported(child(at, 'protocol'), asJson(protocol), PROTOCOLS)]),
    ...(typeof port === 'number' ? validateRange(port, endPort, at, context) : validateNoRange(port, endPort, at)),
  ];
}

function validateRange(port: number, endPort: number | undefined, at: FieldPath, { release }: RuleContext): FieldError[] {
  const path = child(at, 'endPort');
  const blamed = isSince(release, '1.37') ? endPort : port;
  return [
    ...invalidBecause(isPortNumber(port), child(at, 'port'), port),
    ...(endPort !== undefined && endPort < port ? [invalid(path, blamed, 'must be greater than or equal to `port`')] : []),
    ...(endPort === undefined ? [] : invalidBecause(isPortNumber(endPort), path, endPort)),
  ];
}

/** Only numbers have ranges: neither names of ports nor all of them. */
function validateNoRange(port: string | undefined, endPort: number | undefined, at: FieldPath): FieldError[] {
  const reason = port === undefined ? 'not specified' : 'non-numeric';
  return [
    ...(endPort === undefined ? [] : [invalid(child(at, 'endPort'), endPort, `may not be specified when \`port\` is ${reason}`)]),
    ...(port === undefined ? [] : invalidBecause(isPortName(port), child(at, 'port'), port)),
  ];
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, at: FieldPath, options: PolicyOptions): FieldError[] {
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  return [
    ...validateLabelSelector(podSelector, child(at, 'podSelector'), options),
    ...validateLabelSelector(namespaceSelector, child(at, 'namespaceSelector'), options),
    ...(ipBlock ? validateIpBlock(ipBlock, child(at, 'ipBlock'), options) : []),
    ...(selects || ipBlock ? [] : [required(at, 'must specify a peer')]),
    ...(selects && ipBlock ? [forbidden(at, 'may not specify both ipBlock and another peer')] : []),
  ];
}

function validateIpBlock({ cidr: text = '', except }: IPBlock, at: FieldPath, { context, storedCidrs }: PolicyOptions): FieldError[] {
  const path = child(at, 'cidr');
  if (text === '') return declared([required(path)]);
  const cidr = parseCidr(text);
  return [
    ...validateLegacyCidr(text, path, context, storedCidrs),
    ...(cidr
      ? each(except, child(at, 'except'), (item, place) => [
          ...validateLegacyCidr(item, place, context, storedCidrs),
          ...(isStrictSubset(parseCidr(item), cidr) ? [] : [invalid(place, item, 'must be a strict subset of `cidr`')]),
        ])
      : []),
  ];
}

/** What cannot be read is reported elsewhere. */
const isStrictSubset = (inner: Cidr | undefined, outer: Cidr): boolean =>
  !inner || (contains(outer, inner.address) && inner.prefixLength > outer.prefixLength);
