import type { Fence, GrantedFence } from '@emailai/contracts/agent-protocol';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';

/** Who says something about a job, and under which claim. */
export interface FenceInput extends Fence {
  agent: AuthenticatedAgent;
}

/** The same, with the server's own word that it is so. */
export type GrantedInput = FenceInput & GrantedFence;
