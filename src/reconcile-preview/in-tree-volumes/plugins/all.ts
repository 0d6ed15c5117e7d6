import type { InTreePlugin } from '../in-tree-plugin.ts';
import { awsEbs } from './aws-ebs.ts';
import { azureDisk } from './azure-disk.ts';
import { azureFile } from './azure-file.ts';
import { cinder } from './cinder.ts';
import { gcePd } from './gce-pd.ts';
import { portworx } from './portworx.ts';
import { vsphere } from './vsphere.ts';

/** The plugins that have moved to drivers. A volume belongs to one at most. */
export const IN_TREE_PLUGINS: readonly InTreePlugin[] = [awsEbs, azureDisk, azureFile, cinder, gcePd, portworx, vsphere];
