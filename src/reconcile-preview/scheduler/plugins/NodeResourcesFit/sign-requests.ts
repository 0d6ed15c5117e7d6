import { mayBeDevices } from '../../../devices/extended-resources.ts';
import type { PodInfo } from '../../pod-info.ts';
import { requestParts } from '../../resource.ts';

/** What a pod requests, for plugins that go by nothing else but the node; undefined where a resource may be one of devices, which depends on classes. */
export const signRequests = ({ pod, resource }: PodInfo): unknown =>
  [...resource.scalars.keys()].some(mayBeDevices) ? undefined : requestParts(pod);
