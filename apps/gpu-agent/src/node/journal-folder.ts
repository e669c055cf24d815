import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClaimedJob, claimedJobSchema } from '@emailai/contracts/agent-protocol';
import { idSchema, newId } from '@emailai/contracts/ids';
import type { Journal } from '../core/ports';
import { openSpoolFile } from './spool-file';
import { writeFileSafely } from './write-file-safely';

/** Where one job keeps its rows, weights and events until it ends. */
export const jobFolder = (home: string, jobId: string) => join(home, 'jobs', idSchema.parse(jobId));

/** The journal as a folder a job under `home`/jobs, for the owner's eyes only; folders without an entry are wiped. */
export async function openJournalFolder(home: string): Promise<Journal> {
  const jobsDir = join(home, 'jobs');
  const claimFile = join(home, 'claim-id');
  await mkdir(jobsDir, { recursive: true, mode: 0o700 });
  let claimId = await readClaimId(claimFile);

  return {
    async heldJobs() {
      const held: ClaimedJob[] = [];
      for (const name of await readdir(jobsDir)) {
        const job = await readEntry(join(jobsDir, name));
        if (job !== null && job.jobId === name) held.push(job);
        else await rm(join(jobsDir, name), { recursive: true, force: true });
      }
      return held;
    },
    async keep(job) {
      // Whatever comes of it: on a disk that is full the next claim must fail before it is sent.
      claimId = null;
      const folder = jobFolder(home, job.jobId);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileSafely(join(folder, 'job.json'), JSON.stringify(claimedJobSchema.parse(job)));
      await rm(claimFile, { force: true });
    },
    async discard(jobId) {
      const folder = jobFolder(home, jobId);
      // Renamed first: a wipe that is cut short must not leave half a job that looks whole.
      const doomed = `${folder}.wiped-${newId()}`;
      await rename(folder, doomed).catch(() => undefined);
      await rm(doomed, { recursive: true, force: true });
    },
    openSpool: ({ jobId, epoch }) =>
      openSpoolFile(join(jobFolder(home, jobId), `events-${epoch}.jsonl`)),
    async pendingClaimId() {
      if (claimId === null) {
        const fresh = newId();
        await writeFileSafely(claimFile, fresh);
        claimId = fresh;
      }
      return claimId;
    },
  };
}

async function readEntry(folder: string): Promise<ClaimedJob | null> {
  try {
    const text = await readFile(join(folder, 'job.json'), 'utf8');
    return claimedJobSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function readClaimId(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return idSchema.safeParse(text).success ? text : null;
}
