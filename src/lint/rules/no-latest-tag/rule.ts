import { child } from '../../../model/field-path.ts';
import { parseImage } from '../../../model/image.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noLatestTag = defineRule({
  id: 'no-latest-tag',
  docs: {
    summary: 'An image tag or digest says which image runs.',
    sources: ['kube-linter/latest-tag', 'kube-score/container-image-tag', 'polaris/tagNotSpecified', 'trivy/AVD-KSV-0013'],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    for (const { container, path } of containersOf(object)) {
      const image = parseImage(container.image);
      if (!image || image.digest !== undefined || (image.tag ?? 'latest') !== 'latest') continue;
      report({
        path: child(path, 'image'),
        message: image.tag === undefined ? `Image "${container.image}" has no tag.` : `Image "${container.image}" has the tag "latest".`,
        note: 'What runs depends on when a node pulls the image, and there is no version to go back to; name a version or a digest.',
      });
    }
  },
});
