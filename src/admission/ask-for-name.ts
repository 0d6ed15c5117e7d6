import { goQuote } from '../model/go-text.ts';
import { pathSegmentProblems } from '../model/path-segment.ts';

/** Why client-go does not even ask the server for the object of this name; undefined when it does. Plugins come to it with names that their caches do not have. */
export function askForNameProblem(name: string): string | undefined {
  if (name === '') return 'resource name may not be empty';
  const problems = pathSegmentProblems(name);
  return problems.length === 0 ? undefined : `invalid resource name ${goQuote(name)}: [${problems.join(' ')}]`;
}
