import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOB as GRANTED } from '../testing/fake-plane';
import { useTemporaryHome } from '../testing/temporary-home';
import { openJournalFolder } from './journal-folder';

const home = useTemporaryHome();
/** Without its grant, which is not for the disk. */
const { grant, ...JOB } = GRANTED;

describe('the journal', () => {
  it('finds kept jobs again after a restart, and wipes what has no entry', async () => {
    await (await openJournalFolder(home.path)).keep(GRANTED);
    const entry = join(home.path, 'jobs', JOB.jobId, 'job.json');
    expect(await readFile(entry, 'utf8')).not.toContain(grant);
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

  it('writes a new claim down before it is sent when the last one could not be kept', async () => {
    const journal = await openJournalFolder(home.path);
    const claimId = await journal.pendingClaimId();
    // As on a full disk: the job's folder cannot be made.
    await writeFile(join(home.path, 'jobs', JOB.jobId), '');
    await expect(journal.keep(JOB)).rejects.toThrow();
    const next = await journal.pendingClaimId();
    expect(next).not.toBe(claimId);
    expect(await readFile(join(home.path, 'claim-id'), 'utf8')).toBe(next);
  });
});
