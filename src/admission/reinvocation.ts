/**
 * Whether the mutating phase is run again, and which policies take part then: those that want to (`IfNeeded`) and were asked before the object was last
 * changed.
 */
export interface Reinvocation {
  /** This is the second run. */
  readonly isAgain: boolean;
  /** Starts the second run, when one is called for. */
  begin(): boolean;
  /** An object was changed: there is to be a second run. */
  callFor(): void;
  /** A policy that wants to be asked again has been asked. `invocation` tells policy, binding and parameter apart. */
  remember(invocation: string): void;
  /** The object has changed since: those remembered are to be asked again. */
  markRemembered(): void;
  isMarked(invocation: string): boolean;
  /** The object as policies left it last; undefined before they were asked. */
  lastOutput: unknown;
}

export function createReinvocation(): Reinvocation {
  let isCalledFor = false;
  let isAgain = false;
  const remembered = new Set<string>();
  const marked = new Set<string>();
  return {
    lastOutput: undefined,
    get isAgain() {
      return isAgain;
    },
    begin() {
      isAgain = isCalledFor;
      return isAgain;
    },
    callFor: () => void (isCalledFor = true),
    remember: (invocation) => void remembered.add(invocation),
    markRemembered() {
      for (const each of remembered) marked.add(each);
      remembered.clear();
    },
    isMarked: (invocation) => marked.has(invocation),
  };
}
