import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { driveJobs, KEPT, PROMOTED } from '../testing/drive-jobs';
import { readJob, seedAgent, seedMailbox } from '../testing/seed-rows';
import { requestCancel } from './request-cancel';

let test: TestDatabase;
let agentId: string;
let drive: ReturnType<typeof driveJobs>;
beforeAll(async () => {
  test = await createTestDatabase();
  agentId = await seedAgent(test.db);
  drive = driveJobs(test.db, agentId);
});
afterAll(() => test.drop());

describe('startDeploy and completeJob', () => {
  it('take a job from TRAINING to COMPLETED with everything that hangs on it', async () => {
    const { db } = test;
    const mailbox = await seedMailbox(db);
    const held = await drive.deploy(mailbox);
    expect(await drive.complete(held)).toMatchObject({
      status: 'COMPLETED',
      progress: 100,
      heldOutBase: 4,
      heldOutTuned: 2,
      costUsd: 0.5,
      leaseUntil: null,
    });
    const { modelName } = await readJob(db, held.jobId);
    const drafting = { aiProvider: 'ollama', aiModel: modelName };
    expect(await db.prisma.modelVersion.findMany({ where: { jobId: held.jobId } })).toMatchObject([
      {
        version: 1,
        active: true,
        verdict: 'promote',
        agentId,
        adapterSha256: 'sha',
        evaluation: PROMOTED,
      },
    ]);
    expect(
      await db.prisma.emailAccount.findUnique({ where: { id: mailbox.emailAccountId } }),
    ).toMatchObject(drafting);
    expect(await db.prisma.user.findUnique({ where: { id: mailbox.userId } })).toMatchObject(
      drafting,
    );
    expect(await drive.lastPayload(held.jobId)).toEqual({
      type: 'completed',
      modelName,
      version: 1,
      evaluation: PROMOTED,
    });
    expect(
      await db.prisma.notification.findMany({ where: { userId: mailbox.userId } }),
    ).toMatchObject([
      { emailAccountId: mailbox.emailAccountId, kind: 'job_completed', title: 'Done' },
    ]);
    expect(await checkLog(db, held.jobId)).toEqual([]);
  });

  it('let the newer version take over, and a refused one change nothing', async () => {
    const { db } = test;
    const mailbox = await seedMailbox(db);
    for (const evaluation of [PROMOTED, PROMOTED, KEPT]) {
      await drive.complete(await drive.deploy(mailbox), evaluation);
    }
    const versions = await db.prisma.modelVersion.findMany({
      where: { emailAccountId: mailbox.emailAccountId },
      orderBy: { version: 'asc' },
    });
    expect(versions.map(({ version, active }) => [version, active])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });

  it('leave the writer alone where the mailbox is not the primary one, or the base stays', async () => {
    const { db } = test;
    const primary = await seedMailbox(db);
    const second = await seedMailbox(db, { isPrimary: false, userId: primary.userId });
    await drive.complete(await drive.deploy(second));
    await drive.complete(await drive.deploy(primary), KEPT);
    const untouched = { aiProvider: null, aiModel: null };
    expect(await db.prisma.user.findUnique({ where: { id: primary.userId } })).toMatchObject(
      untouched,
    );
    expect(
      await db.prisma.emailAccount.findUnique({ where: { id: primary.emailAccountId } }),
    ).toMatchObject(untouched);
    expect(
      await db.prisma.emailAccount.findUnique({ where: { id: second.emailAccountId } }),
    ).toMatchObject({ aiProvider: 'ollama' });
  });

  it('refuse another adapter, a second time, a skipped state and a cancelled job', async () => {
    const early = await drive.train();
    expect(await drive.complete(early)).toBeNull();
    const held = await drive.deploy();
    expect(await drive.complete(held, PROMOTED, 'other')).toBeNull();
    expect(await drive.startDeploying(held)).toBeNull();
    expect(await drive.complete(held)).not.toBeNull();
    expect(await drive.complete(held)).toBeNull();
    const cancelled = [await drive.train(), await drive.deploy()] as const;
    for (const { jobId } of cancelled) await requestCancel(test.db, { jobId });
    expect(await drive.startDeploying(cancelled[0])).toBeNull();
    expect(await drive.complete(cancelled[1])).toBeNull();
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });
});
