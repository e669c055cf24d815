import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@emailai/contracts/ids';
import type { VerbArgs } from '../context';

/** SHA-256 of a token, hex: all that is kept of it. A token has 256 random bits, so a plain hash is enough. */
export function tokenHashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Makes an agent and its token, `fta_<id>_<secret>`. The token is shown once. */
export async function createAgentToken({
  ctx,
  input,
}: VerbArgs<{ name: string }>): Promise<{ agentId: string; name: string; token: string }> {
  const agentId = newId();
  const token = `fta_${agentId}_${randomBytes(32).toString('base64url')}`;
  await ctx.db.prisma.agent.create({
    data: { id: agentId, name: input.name, tokenHash: tokenHashOf(token), createdAt: ctx.now() },
  });
  ctx.log({ level: 'info', event: 'agent_token_created', agentId });
  return { agentId, name: input.name, token };
}
