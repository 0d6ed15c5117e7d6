import { isSince } from '../../../../schema/release.ts';
import { MAX_NODE_SCORE, type Plugin } from '../../framework.ts';

const MEBIBYTE = 1024 * 1024;
const LEAST = 23 * MEBIBYTE;
const MOST_PER_IMAGE = 1000 * MEBIBYTE;

/** Nodes that have a pod's images are better: by their size, and the more nodes have them too, so that pods do not pile up on one. */
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  weight: 1,
  preScore: ({ spec }, _nodes, { snapshot, release }) => {
    if (!snapshot.hasImages) return 'skip';
    const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(({ image = '' }) => image);
    const volumes = isSince(release, '1.36') ? (spec.volumes ?? []).flatMap(({ image }) => (image ? [image.reference ?? ''] : [])) : [];
    const images = [...containers, ...volumes].map(withTag);
    if (!images.some((image) => snapshot.imageNodeCount(image) > 0)) return 'skip';
    const most = MOST_PER_IMAGE * images.length;
    const nodeCount = snapshot.nodes.length;
    return {
      score: (node) => {
        const sum = images.reduce((total, image) => {
          const size = node.images.get(image);
          return size === undefined ? total : total + Math.trunc(size * (snapshot.imageNodeCount(image) / nodeCount));
        }, 0);
        return Math.trunc((MAX_NODE_SCORE * (Math.min(Math.max(sum, LEAST), most) - LEAST)) / (most - LEAST));
      },
    };
  },
  events: [],
};

/** Node status names images with their tag. */
const withTag = (image: string): string => (image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image);
