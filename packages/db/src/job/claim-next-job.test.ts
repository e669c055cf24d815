import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { readJob, seedAgent, seedJob, seedMailbox } from '../testing/seed-rows';
import { claimNextJob } from './claim-next-job';
import { requestCancel } from './request-cancel';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const claim = (agentId: string, over: { claimId?: string; jobId?: string } = {}) =>
  claimNextJob(test.db, {
    agentId,
    claimId: over.claimId ?? newId(),
    jobId: over.jobId ?? null,
    leaseMs: 45_000,
  });

describe('claimNextJob', () => {
  it('never gives one job to two of eight agents claiming at once, nor leaves one behind', async () => {
    const { db } = test;
    const jobs = await Promise.all(Array.from({ length: 120 }, () => seedJob(db)));
    const agents = await Promise.all(Array.from({ length: 8 }, () => seedAgent(db)));
    const perAgent = await Promise.all(
      agents.map(async (agentId) => {
        const own: string[] = [];
        for (let job = await claim(agentId); job !== null; job = await claim(agentId)) {
          expect(job).toMatchObject({ agentId, status: 'EXTRACTING_DATA', leaseEpoch: 1 });
          own.push(job.id);
        }
        return own;
      }),
    );
    expect(perAgent.flat().sort()).toEqual(jobs.sort());
    for (const jobId of jobs) expect(await checkLog(db, jobId)).toEqual([]);
  });

  it('gives the oldest job first', async () => {
    const { db } = test;
    const agentId = await seedAgent(db);
    const jobs = [await seedJob(db), await seedJob(db), await seedJob(db)];
    expect([await claim(agentId), await claim(agentId), await claim(agentId)]).toMatchObject(
      jobs.map((id) => ({ id })),
    );
  });

  it('looks at the head of a long queue only, whatever the statistics say', async () => {
    const { db } = test;
    await db.pool.query('ANALYZE "FineTuningJob"');
    const { userId, emailAccountId } = await seedMailbox(db);
    await db.pool.query(
      `INSERT INTO "EmailAccount" ("id", "userId", "address", "ownName", "wrappedKey", "keyId")
         SELECT 'queued' || n, $1, n || '@example.org', 'Ada', '', 'k0' FROM generate_series(1, 2000) n`,
      [userId],
    );
    await db.pool.query(
      `INSERT INTO "FineTuningJob" ("id", "userId", "emailAccountId", "modelName", "eventSeq")
         SELECT "id", "userId", "id", 'm', 1 FROM "EmailAccount" WHERE "id" LIKE 'queued%'`,
    );
    const client = await db.pool.connect();
    let blocks = Number.POSITIVE_INFINITY;
    // The first ones of a connection also read the catalogue.
    for (let time = 1; time <= 3; time += 1) {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM "next_waiting_job"(NULL)`,
      );
      blocks = rows[0]?.['QUERY PLAN'][0].Plan['Shared Hit Blocks'] ?? blocks;
    }
    client.release();
    expect(blocks).toBeLessThan(20);
    await db.prisma.emailAccount.deleteMany({
      where: { id: { startsWith: 'queued' } },
    });
    await db.prisma.emailAccount.delete({ where: { id: emailAccountId } });
  });

  it('answers a claim sent again, or eight times at once, with one job under one epoch', async () => {
    const { db } = test;
    const agentId = await seedAgent(db);
    await Promise.all(Array.from({ length: 8 }, () => seedJob(db)));
    const claimId = newId();
    const answers = await Promise.all(Array.from({ length: 8 }, () => claim(agentId, { claimId })));
    const later = await claim(agentId, { claimId });
    expect(new Set([...answers, later].map((job) => `${job?.id} ${job?.leaseEpoch}`)).size).toBe(1);
    expect(later?.leaseEpoch).toBe(1);
    const held = await db.prisma.fineTuningJob.count({ where: { agentId } });
    expect(held).toBe(1);
    // The same claim in another agent's mouth is worth nothing.
    expect(await claim(await seedAgent(db), { claimId })).toBeNull();
    while ((await claim(agentId)) !== null);
  });

  it('gives a named job only, and nothing to a revoked agent', async () => {
    const { db } = test;
    const agentId = await seedAgent(db);
    const [first, second] = [await seedJob(db), await seedJob(db)];
    expect(await claim(agentId, { jobId: second })).toMatchObject({ id: second });
    expect(await claim(agentId, { jobId: second })).toBeNull();
    const revoked = await seedAgent(db);
    await db.prisma.agent.update({ where: { id: revoked }, data: { revokedAt: new Date() } });
    expect(await claim(revoked, { jobId: first })).toBeNull();
    expect(await claim(agentId)).toMatchObject({ id: first });
  });

  it('leaves alone what is put off or cancelled', async () => {
    const { db } = test;
    const agentId = await seedAgent(db);
    const [later, cancelled] = [await seedJob(db), await seedJob(db)];
    const runAfter = new Date(Date.now() + 3_600_000);
    await db.prisma.fineTuningJob.update({ where: { id: later }, data: { runAfter } });
    await requestCancel(db, { jobId: cancelled });
    expect(await claim(agentId)).toBeNull();
  });

  it('numbers the version after the last one the mailbox has', async () => {
    const { db } = test;
    const agentId = await seedAgent(db);
    const jobId = await seedJob(db);
    const { emailAccountId, modelName } = await readJob(db, jobId);
    await db.prisma.modelVersion.create({
      data: {
        id: newId(),
        emailAccountId,
        jobId,
        version: 6,
        modelName,
        baseName: 'tiny',
        engine: 'embedded',
        adapterSha256: 'a',
        evaluation: {},
        verdict: 'keep_base',
      },
    });
    expect(await claim(agentId, { jobId })).toMatchObject({ id: jobId, version: 7 });
  });
});
