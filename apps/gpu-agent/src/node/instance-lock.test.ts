import { readdir, writeFile } from 'node:fs/promises';
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
    await writeFile(join(home.path, 'agent.lock.7'), JSON.stringify(stale));
    const lock = await lockHome(home.path);
    expect((await readHolder(home.path))?.startedAt).not.toBe('another life');
    await lock.release();
  });

  it('lets exactly one of many in over a dead lock, time after time', async () => {
    await writeFile(join(home.path, 'agent.lock.1'), 'half writ');
    for (let round = 0; round < 20; round += 1) {
      const tries = await Promise.allSettled(Array.from({ length: 12 }, () => lockHome(home.path)));
      const winners = tries.filter((one) => one.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      for (const { value } of winners) await value.release();
    }
    expect(await readdir(home.path)).toHaveLength(1);
  });
});
