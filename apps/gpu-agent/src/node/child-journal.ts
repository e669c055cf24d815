import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess, isAlive, type ProcessIdentity, readIdentity } from './process-identity';
import { systemClock } from './system-clock';
import { writeFileSafely } from './write-file-safely';

/** After so long without an end a child is killed outright. */
const TERM_PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 50;

/** Remembers the agent's children on disk, so that the next agent can end those that outlived this one. */
export interface ChildJournal {
  note(pid: number): Promise<void>;
  forget(pid: number): Promise<void>;
  /** Ends the process groups of an earlier life and resolves with how many there were. */
  reap(): Promise<number>;
}

export async function openChildJournal(home: string): Promise<ChildJournal> {
  const folder = join(home, 'children');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = (pid: number) => join(folder, `${pid}.json`);
  return {
    async note(pid) {
      const identity = await identifyProcess(pid);
      if (identity !== null) await writeFileSafely(fileOf(pid), JSON.stringify(identity));
    },
    async forget(pid) {
      await rm(fileOf(pid), { force: true });
    },
    async reap() {
      let reaped = 0;
      for (const name of await readdir(folder)) {
        const file = join(folder, name);
        const orphan = await readIdentity(file);
        if (orphan !== null && (await isAlive(orphan))) {
          await endProcess(orphan);
          reaped += 1;
        }
        await rm(file, { force: true });
      }
      return reaped;
    },
  };
}

/** Asks, waits, then kills; the whole group where the process leads one. */
async function endProcess(orphan: ProcessIdentity): Promise<void> {
  send(orphan.pid, 'SIGTERM');
  const patientUntilMs = Date.now() + TERM_PATIENCE_MS;
  while (Date.now() < patientUntilMs) {
    if (!(await isAlive(orphan))) return;
    await systemClock.sleep(LOOK_EVERY_MS);
  }
  send(orphan.pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group (or process): it does not lead one, or it is gone.
    }
  }
}
