import type { SchedulerSetup } from '../model/scheduler-configuration.ts';
import type { Component } from './component.ts';
import { controllerComponent } from './controller-component.ts';
import { controllers } from './controllers/all.ts';
import { kubelet } from './kubelet/kubelet.ts';
import { UNDISTURBED, type World } from './kubelet/world.ts';
import { scheduler } from './scheduler/scheduler.ts';

/** The parts of one simulated cluster, in the order in which they get their turn: the controllers, the scheduler, the kubelets. */
export const createComponents = (setup?: SchedulerSetup, world: World = UNDISTURBED): readonly Component[] => [
  ...controllers.map((controller) => controllerComponent(controller, world)),
  scheduler(setup),
  kubelet(world),
];
