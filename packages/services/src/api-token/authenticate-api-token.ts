import { timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@emailai/contracts/errors';
import { tokenHashOf } from '../agent/create-agent-token';
import type { VerbArgs } from '../context';

const TOKEN = /^eat_([a-z0-9]{6,40})_[A-Za-z0-9_-]{20,100}$/;
/** How exact `lastUsedAt` is: a script that polls must not write a row at every request. */
const LAST_USED_EVERY_MS = 60_000;

/** The writer whose personal token this is; `unauthenticated` for one that is wrong or revoked. */
export async function authenticateApiToken({
  ctx,
  input,
}: VerbArgs<{ token: string }>): Promise<{ userId: string }> {
  const { prisma } = ctx.db;
  const id = TOKEN.exec(input.token)?.[1];
  const row = id && (await prisma.apiToken.findUnique({ where: { id } }));
  const known =
    row &&
    row.revokedAt === null &&
    timingSafeEqual(
      Buffer.from(row.tokenHash, 'hex'),
      Buffer.from(tokenHashOf(input.token), 'hex'),
    );
  if (!known) {
    throw new ServiceError('unauthenticated', 'This token is not known or was revoked.', {
      nextStep: 'Make a new one in Settings → API tokens.',
    });
  }
  const now = ctx.now();
  const before = new Date(now.getTime() - LAST_USED_EVERY_MS);
  if (row.lastUsedAt === null || row.lastUsedAt < before) {
    await prisma.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  }
  return { userId: row.userId };
}
