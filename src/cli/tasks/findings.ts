import type { AdmissionConfiguration } from '../../workspace/config.ts';
import { judgeSource } from '../../workspace/check.ts';
import { judgePodSecurity, type LevelVersion } from '../../workspace/pod-security.ts';
import { createSimulation } from '../../workspace/simulation.ts';
import { schemasWith, type Release } from '../../workspace/schemas.ts';
import type { SourceFile } from '../../workspace/source-file.ts';
import type { UserInfo } from '../../workspace/user.ts';
import type { YamlDocument } from '../../workspace/verdicts.ts';
import { definitionsIn } from '../definitions.ts';
import { knownNeighbours, type FoundNeighbours } from '../find-neighbours.ts';
import { inputProblem } from '../inputs.ts';
import { bugOf, type Bug } from '../bug.ts';
import type { Task, TaskResult } from './task.ts';

/** Reads documents and asks the API server about each. Rules look at all documents together, so they come later. */
export interface FindingsSpec {
  readonly task: 'findings';
  readonly release: Release;
  readonly enableApis: readonly string[];
  readonly admission: AdmissionConfiguration;
  readonly setup: readonly SourceFile[];
  readonly cluster: readonly SourceFile[];
  /** Files with CRDs by which custom resources are judged besides. */
  readonly crds: readonly string[];
  /** What documents of the input have for others. */
  readonly neighbours: FoundNeighbours;
  readonly cwd: string;
  /** Who sends the documents. */
  readonly user: UserInfo | undefined;
  /** Whether the API server is asked; else documents are only read. */
  readonly api: boolean;
  /** Whether documents are answered too, for rules to look at. */
  readonly lint: boolean;
  /** Asks instead what pods violate of a Pod Security Standard. */
  readonly podSecurity?: LevelVersion;
}

export function createFindingsTask(spec: FindingsSpec): Task {
  const { setup, cluster, admission, cwd } = spec;
  const simulation = createSimulation({
    registry: schemasWith(spec.release, spec.enableApis),
    setup,
    cluster,
    admission,
    countsQuotas: true,
    crds: definitionsIn(spec.crds, cwd),
    user: spec.user,
  }).among(knownNeighbours(spec.neighbours, cwd));
  return {
    get setupProblems() {
      return simulation.problems;
    },
    setup: simulation.setup,
    run(source, read): TaskResult {
      if (read.problem) {
        const diagnostics = [inputProblem(read.problem.code, source, read.problem.message, read.problem.note)];
        return {
          source,
          output: '',
          report: { source, text: undefined, documents: 0, diagnostics },
          documents: [],
          failed: false,
          unreadable: true,
          bugs: [],
        };
      }
      const bugs: Bug[] = [];
      const file = { source, text: read.text };
      const { documents, diagnostics } = spec.podSecurity
        ? judgePodSecurity(simulation.registry, file, spec.podSecurity)
        : judgeSource(simulation, file, spec, (error, subject) => bugs.push(bugOf(error, subject)));
      return {
        source,
        output: '',
        report: { source, text: undefined, documents: documents.length, diagnostics },
        documents: spec.lint ? documents.map(withoutLargeValue) : [],
        failed: false,
        unreadable: false,
        bugs,
      };
    },
  };
}

/** Schemas of CRDs are nearly all that manifests weigh, and no rule has anything to say of them. */
function withoutLargeValue(document: YamlDocument): YamlDocument {
  if (document.value?.kind !== 'CustomResourceDefinition') return document;
  const { source, index, range } = document;
  return { source, index, range };
}
