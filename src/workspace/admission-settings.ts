import { PLUGIN_NAMES, type AdmissionConfiguration } from '../admission/configuration.ts';
import { child, index, type FieldPath } from '../model/field-path.ts';
import { goQuote } from '../model/go-text.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { closest } from '../text/closest.ts';
import { PLUGIN_READERS, type Complain } from './admission-plugin-settings.ts';

/** The settings that stand for kube-apiserver's flags of the same names. */
const TOLERATION_SECONDS = {
  'default-not-ready-toleration-seconds': 'notReady',
  'default-unreachable-toleration-seconds': 'unreachable',
} as const;
const SETTINGS = ['enable', 'disable', 'plugins', ...Object.keys(TOLERATION_SECONDS)];

/**
 * Reads the setting `admission`: which plugins are on, and in `plugins` what the AdmissionConfiguration of a kube-apiserver has for single ones. What is wrong
 * is complained of; the rest still counts.
 */
export function readAdmissionSettings(value: Json, at: FieldPath, complain: Complain): AdmissionConfiguration {
  if (!isObject(value)) {
    complain(at, `admission holds ${SETTINGS.join(', ')}`);
    return {};
  }
  for (const name of Object.keys(value)) if (!SETTINGS.includes(name)) complain(child(at, name), ...unknown('setting', name, SETTINGS));
  const enable = pluginNames(value.enable, child(at, 'enable'), complain);
  const disable = pluginNames(value.disable, child(at, 'disable'), complain);
  disable.forEach((name, i) => {
    if (enable.includes(name)) complain(index(child(at, 'disable'), i), `${name} is enabled and disabled`);
  });
  return {
    ...(enable.length > 0 && { enable }),
    ...(disable.length > 0 && { disable }),
    ...tolerationSeconds(value, at, complain),
    ...readPluginConfigurations(value.plugins, child(at, 'plugins'), complain),
  };
}

/** The `plugins` of an AdmissionConfiguration. */
function readPluginConfigurations(value: Json | undefined, at: FieldPath, complain: Complain): AdmissionConfiguration {
  if (value === undefined || value === null) return {};
  if (!Array.isArray(value)) {
    complain(at, 'plugins is a list of name and configuration');
    return {};
  }
  const items: readonly Json[] = value;
  let read: AdmissionConfiguration = {};
  items.forEach((item, i) => {
    const name = isObject(item) && typeof item.name === 'string' ? item.name : '';
    if (!isObject(item) || name === '') complain(index(at, i), 'a plugin has a name and a configuration');
    else if (!PLUGIN_NAMES.includes(name)) complain(child(index(at, i), 'name'), ...unknown('admission plugin', name, PLUGIN_NAMES));
    else if (item.path) complain(child(index(at, i), 'path'), 'files are not followed', 'Put what the file says under configuration.');
    else {
      const place = child(index(at, i), 'configuration');
      const { configuration } = item;
      if (isObject(configuration)) read = { ...read, ...PLUGIN_READERS[name]?.(configuration, place, complain) };
      else if (configuration !== undefined) complain(place, `the configuration of ${name} is an object`);
    }
  });
  return read;
}

function pluginNames(value: Json | undefined, at: FieldPath, complain: Complain): string[] {
  if (value === undefined || value === null) return [];
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item, i) => {
    const place = Array.isArray(value) ? index(at, i) : at;
    if (typeof item === 'string' && PLUGIN_NAMES.includes(item)) return [item];
    complain(place, ...unknown('admission plugin', typeof item === 'string' ? item : String(item), PLUGIN_NAMES));
    return [];
  });
}

function tolerationSeconds(value: JsonObject, at: FieldPath, complain: Complain): AdmissionConfiguration {
  const read = Object.entries(TOLERATION_SECONDS).flatMap(([name, condition]) => {
    const seconds = value[name];
    if (seconds === undefined) return [];
    if (typeof seconds === 'number' && Number.isInteger(seconds)) return [[condition, seconds]];
    complain(child(at, name), `${name} is a number of seconds`);
    return [];
  });
  return read.length > 0 ? { tolerationSeconds: Object.fromEntries(read) } : {};
}

function unknown(what: string, name: string, known: readonly string[]): [message: string, note?: string] {
  const near = closest(name, known);
  return near === undefined ? [`unknown ${what} ${goQuote(name)}`] : [`unknown ${what} ${goQuote(name)}`, `Did you mean ${goQuote(near)}?`];
}

/** The problems of the names given to `--enable-admission-plugins` and `--disable-admission-plugins`; undefined when there are none. */
export function pluginNameProblem(name: string): string | undefined {
  if (PLUGIN_NAMES.includes(name)) return undefined;
  const [message, note] = unknown('admission plugin', name, PLUGIN_NAMES);
  return note === undefined ? message : `${message}. ${note}`;
}
