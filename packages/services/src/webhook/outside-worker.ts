import { createHash, randomBytes } from 'node:crypto';
import { ServiceError } from '@emailai/contracts/errors';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import { tokenHashOf } from '../agent/create-agent-token';
import type { ServiceContext } from '../context';

/** 32 hex digits that are an id by our rules, the same for the same words. */
const idOf = (...words: string[]) =>
  createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32);

/**
 * The agent as which an outside worker holds a job: fenced, listed and revoked like any other, but without a token,
 * a connection or a model. Two workers are two agents where they say who they are.
 */
export function outsideWorkerOf(executorId = ''): AuthenticatedAgent {
  return {
    id: idOf('outside worker', executorId),
    name: `outside worker ${executorId.slice(0, 40)}`.trimEnd(),
  };
}

/** One wish of a worker to have a job: said again, it is the same. */
export const claimIdOf = (worker: AuthenticatedAgent, jobId: string) => idOf(worker.id, jobId);

/** Said of itself, it is never free for other jobs nor online: it has no connection to be missed. */
export const OUTSIDE_INFO = { left: true, isOutside: true } as const;

export const isOutsideWorker = (agent: { info: unknown }) =>
  Object(agent.info).isOutside === OUTSIDE_INFO.isOutside;

/** Lets a worker be an agent, at its first claim. @throws ServiceError `forbidden` where an operator has revoked it */
export async function enrolOutsideWorker(
  ctx: ServiceContext,
  { id, name }: AuthenticatedAgent,
): Promise<void> {
  const { revokedAt } = await ctx.db.prisma.agent.upsert({
    where: { id },
    update: {},
    create: {
      id,
      name,
      // Of a token that nobody has.
      tokenHash: tokenHashOf(randomBytes(32).toString('hex')),
      info: OUTSIDE_INFO,
      createdAt: ctx.now(),
    },
  });
  if (revokedAt === null) return;
  throw new ServiceError('forbidden', 'This worker was revoked.', {
    nextStep: 'Send another executorId.',
  });
}
