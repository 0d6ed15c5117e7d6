/** What the handler of a RuntimeClass is known to be, by its name. */
export interface RuntimeHandlerFacts {
  /** What runs the containers. */
  readonly runtime: string;
  /** How they are kept apart from the node: namespaces of its kernel, a kernel in user space, a virtual machine, or no kernel at all. */
  readonly isolation: 'namespaces' | 'user-space kernel' | 'virtual machine' | 'WebAssembly';
  /** What follows from that, in one sentence. */
  readonly implies: string;
}

interface KnownHandler extends RuntimeHandlerFacts {
  readonly names: RegExp;
  /** Such names. */
  readonly examples: string;
}

const HANDLERS: readonly KnownHandler[] = [
  {
    names: /^(?:runc|crun|youki)$/,
    examples: 'runc, crun, youki',
    runtime: 'an OCI runtime',
    isolation: 'namespaces',
    implies: 'Containers share the kernel of the node, as without a runtime class.',
  },
  {
    names: /^kata(?:-.+)?$/,
    examples: 'kata, kata-qemu, kata-clh',
    runtime: 'Kata Containers',
    isolation: 'virtual machine',
    implies:
      'Each pod runs in a virtual machine of its own, whose memory and CPU come on top: the overhead of the class should say so; nodes need virtualization.',
  },
  {
    names: /^(?:gvisor|runsc)(?:-.+)?$/,
    examples: 'runsc, gvisor',
    runtime: 'gVisor',
    isolation: 'user-space kernel',
    implies:
      'A kernel in user space answers the system calls of the containers: not all of them are there, and those that do I/O cost more.',
  },
  {
    names: /^nvidia(?:-.+)?$/,
    examples: 'nvidia',
    runtime: 'the NVIDIA Container Runtime',
    isolation: 'namespaces',
    implies:
      'Drivers and devices of the node are put into containers; which GPUs a pod gets is still for nvidia.com/gpu or a resource claim to say.',
  },
  {
    names: /^(?:spin|wasmtime|wasmedge|wasmer|slight|wws|lunatic|wasm)(?:-.+)?$/,
    examples: 'spin, wasmtime, wasmedge',
    runtime: 'a WebAssembly runtime',
    isolation: 'WebAssembly',
    implies: 'Images hold WebAssembly modules rather than programs for the kernel: no shell, no exec into them.',
  },
];

/** What is known of a handler; undefined for names that say nothing. */
export function runtimeHandlerFacts(handler: string): RuntimeHandlerFacts | undefined {
  const found = HANDLERS.find(({ names }) => names.test(handler));
  return found && { runtime: found.runtime, isolation: found.isolation, implies: found.implies };
}

/** What is known of handlers, a sentence for each: `kata, kata-qemu: Kata Containers (virtual machine). …`. */
export const knownHandlerTexts = (): string[] =>
  HANDLERS.map(({ examples, runtime, isolation, implies }) => `${examples}: ${runtime} (${isolation}). ${implies}`);

/** Whether a handler keeps containers away from the kernel of the node. */
export const isSandboxed = (handler: string): boolean => {
  const isolation = runtimeHandlerFacts(handler)?.isolation;
  return isolation === 'virtual machine' || isolation === 'user-space kernel';
};
