import { agentInfoSchema } from './agent-view';

export interface DrainingRow {
  drainRequestedAt: Date | null;
  info: unknown;
}

/** Neither the agent itself nor an operator wants it to take no further jobs. */
export function takesJobs(agent: DrainingRow): boolean {
  if (agent.drainRequestedAt !== null) return false;
  return agentInfoSchema.shape.draining.safeParse(Object(agent.info).draining).data !== true;
}
