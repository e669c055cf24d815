import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryHome } from '../testing/temporary-home';
import { openChildJournal } from './child-journal';
import { identifyProcess } from './process-identity';

const home = useTemporaryHome();

function sleeper() {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const gone = once(child, 'exit');
  if (child.pid === undefined) throw new Error('sleep did not start');
  return { pid: child.pid, gone, child };
}

describe('the journal of children', () => {
  it('ends those that outlived their agent', async () => {
    const { pid, gone } = sleeper();
    await (await openChildJournal(home.path)).note(pid);
    expect(await (await openChildJournal(home.path)).reap()).toBe(1);
    await gone;
    expect(await identifyProcess(pid)).toBeNull();
  });

  it('leaves a stranger alone that got the number of a dead child', async () => {
    const { pid, gone, child } = sleeper();
    const journal = await openChildJournal(home.path);
    const entry = { pid, startedAt: 'another life' };
    await writeFile(join(home.path, 'children', `${pid}.json`), JSON.stringify(entry));
    expect(await journal.reap()).toBe(0);
    expect(await identifyProcess(pid)).not.toBeNull();
    child.kill('SIGKILL');
    await gone;
  });

  it('forgets a child that ended', async () => {
    const { pid, gone, child } = sleeper();
    const journal = await openChildJournal(home.path);
    await journal.note(pid);
    await journal.forget(pid);
    expect(await journal.reap()).toBe(0);
    child.kill('SIGKILL');
    await gone;
  });
});
