import { newId } from '@emailai/contracts/ids';
import { claimNextJob } from '../job/claim-next-job';
import { createJob } from '../job/create-job';
import type { JobFence, JobRow } from '../job/job-row';
import type { Database } from '../open-database';

/** Rows that tests of the job statements stand on. */
export async function seedMailbox(
  db: Database,
  { isPrimary = true, userId = newId() }: { isPrimary?: boolean; userId?: string } = {},
): Promise<{ userId: string; emailAccountId: string }> {
  const emailAccountId = newId();
  const address = `${emailAccountId}@example.org`;
  await db.prisma.user.upsert({
    where: { id: userId },
    update: {},
    create: { id: userId, email: address, name: 'Ada' },
  });
  await db.prisma.emailAccount.create({
    data: {
      id: emailAccountId,
      userId,
      address,
      ownName: 'Ada',
      isPrimary,
      wrappedKey: new Uint8Array(61),
      keyId: 'k0',
    },
  });
  return { userId, emailAccountId };
}

export async function seedAgent(db: Database, lastSeenAt = new Date()): Promise<string> {
  const id = newId();
  await db.prisma.agent.create({ data: { id, name: `agent ${id}`, tokenHash: id, lastSeenAt } });
  return id;
}

export async function seedJob(
  db: Database,
  mailbox?: { userId: string; emailAccountId: string },
): Promise<string> {
  const owner = mailbox ?? (await seedMailbox(db));
  return (await createJob(db, { ...owner, idempotencyKey: null, retryOf: null })).jobId;
}

export const readJob = (db: Database, id: string): Promise<JobRow> =>
  db.prisma.fineTuningJob.findUniqueOrThrow({ where: { id } });

export interface Held {
  jobId: string;
  fence: JobFence;
}

/** Claims this very job for an agent. */
export async function holdJob(
  db: Database,
  input: { agentId: string; jobId: string; leaseMs?: number },
): Promise<Held> {
  const { agentId, jobId, leaseMs = 45_000 } = input;
  const job = await claimNextJob(db, { agentId, claimId: newId(), jobId, leaseMs });
  if (job === null) throw new Error(`the job ${jobId} does not wait`);
  return { jobId, fence: { agentId, epoch: job.leaseEpoch } };
}
