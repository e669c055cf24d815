import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { describe, expect, it } from 'vitest';
import { useTemporaryHome } from '../testing/temporary-home';
import { openSpoolFile } from './spool-file';

const home = useTemporaryHome();
const file = () => join(home.path, 'events-1.jsonl');
const epoch = (n: number): AgentEvent => ({ type: 'epoch', epoch: n, heldOutLoss: 2 });

describe('a spool', () => {
  it('numbers events by their line, also after it was opened again', async () => {
    const first = await openSpoolFile(file());
    first.append(epoch(1));
    first.append(epoch(2));
    await first.settle();
    await first.close();

    const second = await openSpoolFile(file());
    expect(second.length).toBe(2);
    expect(second.holds('epoch')).toBe(true);
    expect(second.holds('training')).toBe(false);
    second.append(epoch(3));
    await second.settle();
    expect(second.read(1)).toEqual([epoch(2), epoch(3)]);
    await second.close();
  });

  it('counts an event only once it lies on disk', async () => {
    const spool = await openSpoolFile(file());
    spool.append(epoch(1));
    expect(spool.length).toBe(0);
    await spool.settle();
    expect(spool.length).toBe(1);
    expect((await readFile(file(), 'utf8')).trim()).toBe(JSON.stringify(epoch(1)));
    await spool.close();
  });

  it('forgets a line that a crash cut short, and numbers on from there', async () => {
    const spool = await openSpoolFile(file());
    spool.append(epoch(1));
    await spool.settle();
    await spool.close();
    await appendFile(file(), '{"type":"epoch","epo');

    const again = await openSpoolFile(file());
    again.append(epoch(2));
    await again.settle();
    expect(again.read(0)).toEqual([epoch(1), epoch(2)]);
    await again.close();
    const third = await openSpoolFile(file());
    expect(third.length).toBe(2);
    await third.close();
  });

  it('gives batches of at most 200 events', async () => {
    const spool = await openSpoolFile(file());
    for (let n = 1; n <= 450; n += 1) spool.append(epoch(n));
    await spool.settle();
    expect(spool.read(0)).toHaveLength(200);
    expect(spool.read(200)[0]).toEqual(epoch(201));
    expect(spool.read(400)).toHaveLength(50);
    expect(spool.read(450)).toEqual([]);
    await spool.close();
  });

  it('says so when an event cannot be written', async () => {
    const spool = await openSpoolFile(file());
    await spool.close();
    spool.append(epoch(1));
    await expect(spool.settle()).rejects.toMatchObject({ code: 'EBADF' });
    expect(spool.length).toBe(0);
  });
});
