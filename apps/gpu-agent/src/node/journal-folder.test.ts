import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOB } from '../testing/fake-plane';
import { useTemporaryHome } from '../testing/temporary-home';
import { openJournalFolder } from './journal-folder';

const home = useTemporaryHome();

describe('the journal', () => {
  it('finds kept jobs again after a restart, and wipes what has no entry', async () => {
    await (await openJournalFolder(home.path)).keep(JOB);
    await mkdir(join(home.path, 'jobs', 'halfwiped00000000001'));
    const again = await openJournalFolder(home.path);
    expect(await again.heldJobs()).toEqual([JOB]);
    expect(await readdir(join(home.path, 'jobs'))).toEqual([JOB.jobId]);
  });

  it('keeps a job in a folder for its owner only, and wipes all of it', async () => {
    const journal = await openJournalFolder(home.path);
    await journal.keep(JOB);
    const folder = join(home.path, 'jobs', JOB.jobId);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await writeFile(join(folder, 'rows.jsonl'), 'mail');
    await journal.discard(JOB.jobId);
    expect(await readdir(join(home.path, 'jobs'))).toEqual([]);
  });

  it('claims under one id until a job has been written down, over restarts too', async () => {
    const journal = await openJournalFolder(home.path);
    const claimId = await journal.pendingClaimId();
    expect(await (await openJournalFolder(home.path)).pendingClaimId()).toBe(claimId);
    await journal.keep(JOB);
    expect(await journal.pendingClaimId()).not.toBe(claimId);
  });
});
