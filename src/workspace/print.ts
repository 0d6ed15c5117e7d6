import type { Json } from '../model/json.ts';
import { printYaml as print } from '../yaml/print.ts';

/** A value as `kubectl get -o yaml` prints it. */
export const printYaml = (value: unknown): string => print(asJson(value));

/** Plain data is JSON, whatever its static type: verdicts, objects and findings all are. */
const asJson = (value: unknown): Json => value as Json;
