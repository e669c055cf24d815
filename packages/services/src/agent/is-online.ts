import type { ServiceContext } from '../context';
import { agentInfoSchema } from './agent-view';

export interface AgentRow {
  revokedAt: Date | null;
  lastSeenAt: Date | null;
  info: unknown;
}

/** Whether an agent was heard of lately, has not said bye and may still call. */
export function isOnline(ctx: ServiceContext, agent: AgentRow): boolean {
  if (agent.revokedAt !== null || agent.lastSeenAt === null) return false;
  if (agentInfoSchema.shape.left.safeParse(Object(agent.info).left).data === true) return false;
  // By the database's clock, as it was noted.
  return (
    ctx.databaseClock.now().getTime() - agent.lastSeenAt.getTime() < ctx.intervals.agentOfflineMs
  );
}
