import { CHECKS } from '../../src/admission/plugins/PodSecurity/evaluate.ts';
import { podLike } from '../../src/admission/plugins/PodSecurity/pod-of.ts';
import type { Pod } from '../../src/model/kinds/core-v1.ts';
import { decode } from '../../src/schema/decode.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { objectOf, readCases, readText, textOf } from './read-cases.ts';

/** Rules of Kyverno policies and the check of the Pod Security Standards that they are written after. Those of two rules are one check here. */
const CHECK_OF: Readonly<Record<string, string>> = {
  'adding-capabilities': 'capabilities_baseline',
  'host-namespaces': 'hostNamespaces',
  'host-path': 'hostPathVolumes',
  'host-ports-none': 'hostPorts',
  'host-process-containers': 'windowsHostProcess',
  'privileged-containers': 'privileged',
  'check-proc-mount': 'procMount',
  'selinux-type': 'seLinuxOptions',
  'selinux-user-role': 'seLinuxOptions',
  'app-armor': 'appArmorProfile',
  'check-seccomp': 'seccompProfile_baseline',
  'check-sysctls': 'sysctls',
  'adding-capabilities-strict': 'capabilities_restricted',
  'require-drop-all': 'capabilities_restricted',
  'privilege-escalation': 'allowPrivilegeEscalation',
  'run-as-non-root-user': 'runAsUser',
  'run-as-non-root': 'runAsNonRoot',
  'check-seccomp-strict': 'seccompProfile_restricted',
  'restricted-volumes': 'restrictedVolumes',
};

/** Pods of the tests of kyverno/policies, each asked the one check that the policy is about. */
export const kyvernoPoliciesPss: Corpus = {
  name: 'kyverno-policies-pss',
  compares: 'pass or fail of a Pod Security check',
  cases(folder) {
    const verdicts = new Map<string, Judged>();
    for (const each of readCases(folder)) {
      const check = CHECK_OF[String(each.rule)];
      const names = Array.isArray(each.names) ? each.names : [];
      if (check === undefined || each.kind !== 'Pod' || !textOf(each, 'id').startsWith('pod-security/')) continue;
      for (const pod of podsOf(folder, each)) {
        const { name } = objectOf(pod, 'metadata');
        if (!names.includes(name)) continue;
        const id = `${textOf(each, 'policy')}/${String(name)}`;
        const judged = verdicts.get(id) ?? { pod, check, passed: new Set(), failed: false };
        verdicts.set(id, judged);
        if (each.expect === 'pass') judged.passed.add(textOf(each, 'rule'));
        else judged.failed = true;
      }
    }
    return [...verdicts].flatMap(([id, { pod, check, passed, failed }]): CorpusCase[] => {
      const isWhole = failed || Object.entries(CHECK_OF).every(([rule, own]) => own !== check || passed.has(rule));
      const readable = isWhole ? readPod(pod) : undefined;
      return readable ? [{ kind: 'text', id, expected: failed ? 'fail' : 'pass', actual: () => judge(readable, check) }] : [];
    });
  },
};

interface Judged {
  readonly pod: JsonObject;
  readonly check: string;
  /** The rules that it passes; it passes the check when they are all that make it up. */
  readonly passed: Set<string>;
  failed: boolean;
}

function podsOf(folder: string, each: JsonObject): JsonObject[] {
  const files = Array.isArray(each.resources) ? each.resources.map(String) : [];
  return files.flatMap((file) =>
    readDocuments(file, readText(folder, file)).flatMap(({ value }) => (value?.kind === 'Pod' ? [value] : [])),
  );
}

/** Undefined for what the server would not take for a pod. */
function readPod(value: JsonObject): Pod | undefined {
  const registry = loadSchemas('1.37');
  const resource = registry.resource({ group: '', version: 'v1', kind: 'Pod' });
  const object: unknown = resource && decode(registry, resource, value).object;
  return isPod(object) ? object : undefined;
}

const isPod = (object: unknown): object is Pod => isObject(object) && object.kind === 'Pod';

function judge(pod: Pod, id: string): string {
  const revision = CHECKS.find((check) => check.id === id)?.versions.at(-1);
  if (!revision) return `no check ${id}`;
  return revision.check(podLike(pod)) ? 'fail' : 'pass';
}
