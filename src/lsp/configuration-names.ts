/** The names of a configuration file; of two in one folder the first holds. */
export const CONFIGURATION_NAMES: readonly string[] = ['drydock.yaml', 'drydock.yml'];

/** Whether a document is a configuration rather than a manifest. */
export const isConfiguration = (uri: string): boolean => CONFIGURATION_NAMES.includes(uri.slice(uri.lastIndexOf('/') + 1));
