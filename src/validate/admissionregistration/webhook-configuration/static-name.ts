const SUFFIX = '.static.k8s.io';

/** Whether a name is reserved for what is configured by files. */
export const isStaticName = (name = ''): boolean => name.endsWith(SUFFIX);

export const STATIC_NAME = `names ending with "${SUFFIX}" are reserved for static manifest-based configurations and cannot be managed via the API`;
