import type { Ingress } from '../../../model/kinds/networking-v1.ts';
import { defaultClassOf } from '../../default-class.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { isAbout, typed } from '../../typed.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

/** An ingress that names no class gets the default one, when there is one. */
export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  handles: (request) => request.operation === 'CREATE' && isAbout(request, 'networking.k8s.io', 'ingresses'),
  admit({ object }, { cluster }) {
    const ingress = typed<Ingress>(object);
    const hasClass = ingress.spec?.ingressClassName !== undefined || Object.hasOwn(ingress.metadata?.annotations ?? {}, CLASS_ANNOTATION);
    if (hasClass) return undefined;
    const name = defaultClassOf(cluster.store.list({ group: 'networking.k8s.io', kind: 'IngressClass' }), DEFAULT_ANNOTATION)?.metadata
      .name;
    if (name !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: name };
    return undefined;
  },
};
