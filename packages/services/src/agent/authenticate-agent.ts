import { timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';
import { tokenHashOf } from './create-agent-token';

export interface AuthenticatedAgent {
  id: string;
  name: string;
}

const TOKEN = /^fta_([a-z0-9]{6,40})_[A-Za-z0-9_-]{20,100}$/;

/** The agent a bearer token belongs to; `unauthenticated` for one that is wrong or revoked. */
export async function authenticateAgent({
  ctx,
  input,
}: VerbArgs<{ token: string }>): Promise<AuthenticatedAgent> {
  const id = TOKEN.exec(input.token)?.[1];
  const agent = id && (await ctx.db.prisma.agent.findUnique({ where: { id } }));
  const known =
    agent &&
    agent.revokedAt === null &&
    timingSafeEqual(
      Buffer.from(agent.tokenHash, 'hex'),
      Buffer.from(tokenHashOf(input.token), 'hex'),
    );
  if (known) return { id: agent.id, name: agent.name };
  throw new ServiceError('unauthenticated', 'This agent token is not known or was revoked.', {
    nextStep: 'Make a new one with `npm run agent:token` and give it to the agent.',
  });
}
