/** How long a cluster may work until it rests, in virtual milliseconds: a rollout may take its whole progress deadline before it is given up. */
export const LIMIT = 2 * 60 * 60 * 1000;
