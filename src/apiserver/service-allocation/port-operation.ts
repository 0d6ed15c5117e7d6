/** Ports of nodes that Services may take. */
const FIRST = 30000;
const LAST = 32767;
/** Ports below this one are left to Services that ask for a port, as long as others are free. */
const FIRST_DYNAMIC = 30086;
/** Where the server begins to choose: people rather write ports at the beginning. */
const MIDDLE = 31427;
/** A dry run makes up ports above this one. */
const DRY_RUN_BASE = 32768;

/** The ports that one request takes. */
export interface PortOperation {
  /** Takes a port; answers why it cannot be had. */
  allocate(port: number): string | undefined;
  /** Takes a port of the server's choice; undefined when the range is full. */
  allocateNext(): number | undefined;
}

/** Ports beside those that are `taken`: the first free one from the middle on, where the real server picks by chance. */
export function startPortOperation(taken: ReadonlySet<number>, dryRun: boolean): PortOperation {
  return dryRun ? dryRunOperation(taken) : realOperation(taken);
}

function realOperation(taken: ReadonlySet<number>): PortOperation {
  const own = new Set<number>();
  const isFree = (port: number): boolean => !taken.has(port) && !own.has(port);
  return {
    allocate(port) {
      if (port < FIRST || port > LAST) return `provided port is not in the valid range. The range of valid ports is ${FIRST}-${LAST}`;
      if (!isFree(port)) return 'provided port is already allocated';
      own.add(port);
      return undefined;
    },
    allocateNext() {
      const port =
        firstFree(MIDDLE, LAST, isFree) ?? firstFree(FIRST_DYNAMIC, MIDDLE - 1, isFree) ?? firstFree(FIRST, FIRST_DYNAMIC - 1, isFree);
      if (port !== undefined) own.add(port);
      return port;
    },
  };
}

function firstFree(first: number, last: number, isFree: (port: number) => boolean): number | undefined {
  for (let port = first; port <= last; port++) if (isFree(port)) return port;
  return undefined;
}

/** What a dry run does: ports out of the range are taken as they are, chosen ones continue from the highest of the request, as 32-bit numbers do. */
function dryRunOperation(taken: ReadonlySet<number>): PortOperation {
  const own: number[] = [];
  return {
    allocate(port) {
      if (taken.has(port) || own.includes(port)) return 'provided port is already allocated';
      own.push(port);
      return undefined;
    },
    allocateNext() {
      let port = ((own.length === 0 ? DRY_RUN_BASE : Math.max(0, ...own)) + 1) | 0;
      while (port < 100 && (taken.has(port) || own.includes(port))) port += 1;
      own.push(port);
      return port;
    },
  };
}
