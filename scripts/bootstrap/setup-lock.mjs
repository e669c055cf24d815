import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Lets one process at a time do a set-up step: two commands started together must not install over each other. */
export async function withSetupLock(lockDir, work) {
  mkdirSync(dirname(lockDir), { recursive: true });
  const ownerFile = join(lockDir, 'pid');
  for (let told = false; ; ) {
    try {
      mkdirSync(lockDir);
      writeFileSync(ownerFile, String(process.pid));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let owner = Number.NaN;
    try {
      owner = Number(readFileSync(ownerFile, 'utf8'));
    } catch {
      // Between another's mkdir and its write: look again below.
    }
    if (owner > 0 && !isAlive(owner)) {
      rmSync(lockDir, { recursive: true, force: true });
      continue;
    }
    if (!told) console.error('emailai: another command is setting up; waiting for it …');
    told = true;
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}
