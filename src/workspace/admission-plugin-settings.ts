import type { AdmissionConfiguration, LimitedResource } from '../admission/configuration.ts';
import { isLevel, LEVELS, MODES, readVersion } from '../admission/plugins/PodSecurity/policy.ts';
import { readSelector } from '../admission/plugins/PodNodeSelector/read-selector.ts';
import { child, index, type FieldPath } from '../model/field-path.ts';
import { goQuote } from '../model/go-text.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { ScopedResourceSelectorRequirement, Toleration } from '../model/kinds/core-v1.ts';

/** Takes what is wrong with a setting. */
export type Complain = (path: FieldPath, message: string, note?: string) => void;

type Reader = (configuration: JsonObject, at: FieldPath, complain: Complain) => AdmissionConfiguration;

/**
 * What is read of a plugin's configuration, by plugin, in the format that kube-apiserver takes. Plugins that are not here have none, or one that says nothing
 * of the answers to single requests (EventRateLimit) or speaks of other servers (ImagePolicyWebhook, the webhook plugins).
 */
export const PLUGIN_READERS: Readonly<Record<string, Reader>> = {
  PodSecurity: (configuration, at, complain) => {
    const defaults = textsByName(configuration.defaults, child(at, 'defaults'), complain);
    for (const mode of MODES) {
      const [level, version] = [defaults[mode], defaults[`${mode}-version`]];
      if (level !== undefined && !isLevel(level))
        complain(child(at, 'defaults', mode), `${goQuote(level)} is no level: must be one of ${LEVELS.join(', ')}`);
      if (version !== undefined && readVersion(version) === undefined)
        complain(child(at, 'defaults', `${mode}-version`), `${goQuote(version)} is no version: must be "latest" or "v1.x"`);
    }
    const exempt = isObject(configuration.exemptions) ? configuration.exemptions : {};
    const names = (name: string): string[] => texts(exempt[name], child(at, 'exemptions', name), complain);
    const exemptions = { usernames: names('usernames'), namespaces: names('namespaces'), runtimeClasses: names('runtimeClasses') };
    return { podSecurity: { defaults, exemptions } };
  },
  PodNodeSelector: (configuration, at, complain) => {
    const place = child(at, 'podNodeSelectorPluginConfig');
    const selectors = textsByName(configuration.podNodeSelectorPluginConfig, place, complain);
    for (const [namespace, text] of Object.entries(selectors)) {
      const selector = readSelector(text);
      if ('message' in selector) complain(child(place, namespace), selector.message);
    }
    return { podNodeSelector: selectors };
  },
  PodTolerationRestriction: (configuration, at, complain) => ({
    podTolerationRestriction: {
      default: objects(configuration.default, child(at, 'default'), complain).map(asToleration),
      whitelist: objects(configuration.whitelist, child(at, 'whitelist'), complain).map(asToleration),
    },
  }),
  ResourceQuota: (configuration, at, complain) => {
    const place = child(at, 'limitedResources');
    return {
      limitedResources: objects(configuration.limitedResources, place, complain).map((each, i) => limited(each, index(place, i), complain)),
    };
  },
};

function limited(value: JsonObject, at: FieldPath, complain: Complain): LimitedResource {
  const resource = textOf(value.resource);
  if (resource === '') complain(at, 'a limited resource names its resource');
  return {
    apiGroup: textOf(value.apiGroup),
    resource,
    matchContains: texts(value.matchContains, child(at, 'matchContains'), complain),
    matchScopes: objects(value.matchScopes, child(at, 'matchScopes'), complain).map(asRequirement),
  };
}

const asRequirement = (value: JsonObject): ScopedResourceSelectorRequirement => ({
  scopeName: textOf(value.scopeName),
  operator: textOf(value.operator),
  values: texts(value.values),
});

const asToleration = ({ tolerationSeconds, ...value }: JsonObject): Toleration => {
  const given = ['key', 'operator', 'value', 'effect'].filter((name) => textOf(value[name]) !== '');
  return {
    ...Object.fromEntries(given.map((name) => [name, textOf(value[name])])),
    ...(typeof tolerationSeconds === 'number' && { tolerationSeconds }),
  };
};

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function texts(value: Json | undefined, at?: FieldPath, complain?: Complain): string[] {
  if (value === undefined || value === null) return [];
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  if (at && !items.every((item) => typeof item === 'string')) complain?.(at, 'this is a list of texts');
  return items.filter((item) => typeof item === 'string');
}

function textsByName(value: Json | undefined, at: FieldPath, complain: Complain): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) {
    complain(at, 'this maps names to texts');
    return {};
  }
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function objects(value: Json | undefined, at: FieldPath, complain: Complain): JsonObject[] {
  if (value === undefined || value === null) return [];
  const items: readonly Json[] = Array.isArray(value) ? value : [];
  if (!Array.isArray(value) || !items.every(isObject)) complain(at, 'this is a list of objects');
  return items.filter(isObject);
}
