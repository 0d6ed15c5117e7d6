import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import { runtimeHandlerFacts, isSandboxed } from '../../../src/model/runtime-handlers.ts';
import { container, namespace, node, object, treesOf, workload } from './problems-of.ts';

const SHOP = namespace('shop');
const runtimeClass = (name: string, handler: string, more: JsonObject = {}): JsonObject =>
  object('node.k8s.io/v1', 'RuntimeClass', name, { handler, ...more });
const using = (runtimeClassName: string, podSpec: JsonObject = {}): JsonObject => workload('web', { runtimeClassName, ...podSpec });
const withHandlers = (name: string, handlers: readonly string[], labels: JsonObject = {}): JsonObject =>
  node(name, { labels, status: { runtimeHandlers: handlers.map((each) => ({ name: each })) } });

describe('runtime classes', () => {
  it('want a handler of an eligible node, where nodes list theirs', () => {
    const documents = [SHOP, runtimeClass('sandboxed', 'kata-qemo'), using('sandboxed')];
    assert.deepEqual(treesOf(documents, { cluster: [withHandlers('n1', ['', 'runc', 'kata-qemu'])] }), [
      '✗ RuntimeClass sandboxed: RuntimeHandlerNotFound',
      '  @ RuntimeClass sandboxed handler',
      '  → configure the handler kata-qemo in the container runtime of a node, or set handler to kata-qemu',
      '  Deployment shop/web: its pods would not start',
    ]);
    assert.deepEqual(treesOf(documents, { cluster: [withHandlers('n1', ['', 'kata-qemo'])] }), []);
    assert.deepEqual(treesOf(documents, { cluster: [node('n1')] }), [], 'nodes that list none say nothing');
  });

  it('are only warned of while nobody uses them', () => {
    const trees = treesOf([runtimeClass('sandboxed', 'kata')], { cluster: [withHandlers('n1', ['', 'runc'])] });
    assert.equal(trees[0], '! RuntimeClass sandboxed: RuntimeHandlerNotFound');
  });

  it('send pods to nodes with the handler', () => {
    const documents = (scheduling: JsonObject): JsonObject[] => [
      SHOP,
      runtimeClass('sandboxed', 'kata', scheduling),
      using('sandboxed', { nodeSelector: { 'kubernetes.io/hostname': 'n1' } }),
    ];
    const cluster = [withHandlers('n1', ['runc']), withHandlers('n2', ['runc', 'kata'], { kata: 'yes' })];
    const trees = treesOf(documents({}), { cluster });
    assert.equal(trees[0], '✗ Deployment shop/web: RuntimeHandlerNotFound');
    assert.ok(
      trees.includes('  → give RuntimeClass sandboxed a scheduling.nodeSelector that only nodes with the handler satisfy (n2)'),
      trees.join('\n'),
    );
    const selected = [SHOP, runtimeClass('sandboxed', 'kata', { scheduling: { nodeSelector: { kata: 'yes' } } }), using('sandboxed')];
    assert.deepEqual(treesOf(selected, { cluster }), []);
  });

  it('select nodes that there are', () => {
    const documents = [SHOP, runtimeClass('sandboxed', 'kata', { scheduling: { nodeSelector: { kata: 'yes' } } }), using('sandboxed')];
    assert.deepEqual(treesOf(documents, { cluster: [node('n1')] }), [
      '✗ RuntimeClass sandboxed: NoEligibleNode',
      '  @ RuntimeClass sandboxed scheduling.nodeSelector[kata]',
      '  → label the nodes that have its handler: kubectl label node n1 kata=yes',
      '  Deployment shop/web: 1 pod without a node',
      '    Deployment shop/web: rollout given up',
    ]);
    assert.deepEqual(treesOf(documents, { cluster: [node('n1', { labels: { kata: 'yes' } })] }), []);
  });

  it('are no sandbox for what is shared with the node', () => {
    const shared = {
      hostNetwork: true,
      containers: [container({ securityContext: { privileged: true } })],
      volumes: [{ name: 'run', hostPath: { path: '/run' } }],
    };
    assert.deepEqual(treesOf([SHOP, runtimeClass('sandboxed', 'runsc'), using('sandboxed', shared)]), [
      '! Deployment shop/web: SandboxWeakened',
      '  @ Deployment shop/web spec.template.spec.hostNetwork',
      '  @ Deployment shop/web spec.template.spec.containers[0].securityContext.privileged',
      '  @ Deployment shop/web spec.template.spec.volumes[0].hostPath',
      '  → do without hostNetwork, privileged container app, hostPath /run, or without runtimeClassName sandboxed',
    ]);
    assert.deepEqual(treesOf([SHOP, runtimeClass('plain', 'runc'), using('plain', shared)]), []);
  });

  it('are known by the names of their handlers', () => {
    const isolations = ['runc', 'crun', 'kata', 'kata-clh', 'runsc', 'gvisor', 'nvidia', 'spin', 'wasmtime-v1', 'mine'].map(
      (name) => runtimeHandlerFacts(name)?.isolation,
    );
    const [shared, machine, kernel, modules] = ['namespaces', 'virtual machine', 'user-space kernel', 'WebAssembly'];
    assert.deepEqual(isolations, [shared, shared, machine, machine, kernel, kernel, shared, modules, modules, undefined]);
    assert.deepEqual([isSandboxed('kata-qemu'), isSandboxed('runc'), isSandboxed('spin')], [true, false, false]);
  });
});
