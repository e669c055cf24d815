import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { driveJobs } from '../testing/drive-jobs';
import { readJob, seedAgent, seedMailbox } from '../testing/seed-rows';
import { activateVersion } from './activate-version';

let test: TestDatabase;
let drive: ReturnType<typeof driveJobs>;
beforeAll(async () => {
  test = await createTestDatabase();
  drive = driveJobs(test.db, await seedAgent(test.db));
});
afterAll(() => test.drop());

type Mailbox = Awaited<ReturnType<typeof seedMailbox>>;

/** What drafts: the versions in use, what the mailbox and what the writer names. */
async function inUse({ userId, emailAccountId }: Mailbox) {
  const { prisma } = test.db;
  const [versions, mailbox, writer] = await Promise.all([
    prisma.modelVersion.findMany({ where: { emailAccountId, active: true } }),
    prisma.emailAccount.findUniqueOrThrow({ where: { id: emailAccountId } }),
    prisma.user.findUniqueOrThrow({ where: { id: userId } }),
  ]);
  return {
    versions: versions.map(({ version }) => version),
    mailbox: mailbox.aiModel,
    writer: writer.aiModel,
  };
}

async function withVersions(count: number, isPrimary = true) {
  const mailbox = await seedMailbox(test.db, { isPrimary });
  let modelName = '';
  for (let nth = 0; nth < count; nth += 1) {
    const held = await drive.deploy(mailbox);
    await drive.complete(held);
    modelName = (await readJob(test.db, held.jobId)).modelName;
  }
  return { mailbox, modelName };
}

const choose = ({ emailAccountId }: Mailbox, version: number | null) =>
  activateVersion(test.db, { emailAccountId, version });

describe('activateVersion', () => {
  it('goes back to an older version, to the base and forward again', async () => {
    const { mailbox, modelName } = await withVersions(2);
    for (const version of [1, null, 2, 2]) {
      expect(await choose(mailbox, version)).toBe(true);
      const name = version === null ? null : modelName;
      const versions = version === null ? [] : [version];
      expect(await inUse(mailbox)).toEqual({ versions, mailbox: name, writer: name });
    }
  });

  it('changes nothing for a version that is not there', async () => {
    const { mailbox } = await withVersions(1);
    const before = await inUse(mailbox);
    expect(await choose(mailbox, 7)).toBe(false);
    expect(await inUse(mailbox)).toEqual(before);
  });

  it('leaves the writer alone where the mailbox is not the primary one', async () => {
    const { mailbox, modelName } = await withVersions(1, false);
    await choose(mailbox, 1);
    expect(await inUse(mailbox)).toEqual({ versions: [1], mailbox: modelName, writer: null });
  });

  it('bears other choices and a job that completes at the same moment', async () => {
    const { mailbox } = await withVersions(3);
    for (let round = 0; round < 10; round += 1) {
      const held = await drive.deploy(mailbox);
      const [done] = await Promise.all([
        drive.complete(held),
        ...[1, 2, null, 3].map((version) => choose(mailbox, version)),
      ]);
      expect(done).toMatchObject({ status: 'COMPLETED' });
      expect((await inUse(mailbox)).versions.length).toBeLessThanOrEqual(1);
    }
  });
});
