import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdmissionConfiguration } from '../../src/admission/configuration.ts';
import { pathText, root } from '../../src/model/field-path.ts';
import { isObject, stringify, type JsonObject } from '../../src/model/json.ts';
import type { SchemaRegistry } from '../../src/schema/registry.ts';
import { readAdmissionSettings } from '../../src/workspace/admission-settings.ts';
import { createSimulation, type Simulation } from '../../src/workspace/simulation.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

/** Files of a folder of admission fixtures: what exists, and the objects with the answers to them. */
export const SETUP = 'setup.yaml';
export const OBJECTS = 'objects.yaml';
/** Which plugins are on and how, as the setting `admission` of `drydock.yaml` has it. */
export const SETTINGS = 'admission.yaml';

/** The cluster that a folder of admission fixtures describes. */
export function clusterOfFixtures(folder: string, registry: SchemaRegistry): Simulation {
  const path = join(folder, SETUP);
  const setup = existsSync(path) ? [{ source: SETUP, text: readFileSync(path, 'utf8') }] : [];
  return createSimulation({ registry, setup, admission: admissionOf(folder) });
}

/** What a folder of fixtures says of admission plugins. */
export function admissionOf(folder: string): AdmissionConfiguration {
  return readAdmissionSettings(settingsOf(folder), root, (path, message) => {
    throw new Error(`${folder}: ${pathText(path)}: ${message}`);
  });
}

function settingsOf(folder: string): JsonObject {
  const path = join(folder, SETTINGS);
  const [document] = existsSync(path) ? readDocuments(path, readFileSync(path, 'utf8')) : [];
  return document?.value ?? {};
}

/** The flags of a kube-apiserver with these settings; `file` is the AdmissionConfiguration that goes with them, which the caller writes. */
export function apiServerFlags(folder: string, file: string): { readonly flags: string; readonly configuration: string } | undefined {
  const { enable, disable, plugins, ...others } = settingsOf(folder);
  const given = { 'enable-admission-plugins': enable, 'disable-admission-plugins': disable, ...others };
  const flags = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${String(value)}`]));
  if (flags.length === 0 && plugins === undefined) return undefined;
  const named = (Array.isArray(plugins) ? plugins : []).filter(isObject);
  return {
    flags: [...flags, ...(named.length > 0 ? [`--admission-control-config-file=${file}`] : [])].join(' '),
    configuration: stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AdmissionConfiguration', plugins: named }),
  };
}
