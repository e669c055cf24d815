import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryHome } from '../testing/temporary-home';
import { lockHome, readHolder } from './instance-lock';

const home = useTemporaryHome();

describe('the lock of an agent folder', () => {
  it('lets one in and names it to the next', async () => {
    const lock = await lockHome(home.path);
    await expect(lockHome(home.path)).rejects.toThrow(`process ${process.pid}`);
    expect((await readHolder(home.path))?.pid).toBe(process.pid);
    await lock.release();
    expect(await readHolder(home.path)).toBeNull();
    await (await lockHome(home.path)).release();
  });

  it('takes over from a process that is gone, even if its number was given again', async () => {
    const stale = { pid: process.pid, startedAt: 'another life' };
    await writeFile(join(home.path, 'agent.lock'), JSON.stringify(stale));
    const lock = await lockHome(home.path);
    expect((await readHolder(home.path))?.startedAt).not.toBe('another life');
    await lock.release();
  });

  it('lets exactly one of many in over a dead lock', async () => {
    await writeFile(join(home.path, 'agent.lock'), 'half writ');
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockHome(home.path)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
