import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { planRoom, readDisk } from './disk-room';

const GB = 1e9;
const disk = (device: number, free: number) => ({ device, freeBytes: free * GB });
const plan = (here: number, theirs: [number, number] | null) =>
  planRoom({
    model: 'emailai-userabcdef:v2',
    bytes: 16 * GB,
    here: disk(1, here),
    theirs: theirs === null ? null : disk(...theirs),
  });

it('says what it costs where it fits', () => {
  expect(plan(40, [1, 40])).toBe(
    "The merged model emailai-userabcdef:v2 takes 16.0 GB of Ollama's disk, and as much of this one while it is written; 40.0 GB are free here.",
  );
  expect(plan(20, [2, 18])).toContain('20.0 GB are free here and 18.0 GB there.');
});

it.each([
  ['one disk cannot hold it twice', 30, [1, 30]],
  ['there is room here, but not there', 40, [2, 16]],
  ['there is room there, but not here', 16, [2, 40]],
  ['what Ollama has cannot be seen, and there is no room here', 16, null],
] as const)('refuses where %s', (_why, here, theirs) => {
  expect(() => plan(here, theirs === null ? null : [...theirs])).toThrow(/That is too little/);
});

it('reads a real disk', async () => {
  const { freeBytes, device } = await readDisk(tmpdir());
  expect(freeBytes).toBeGreaterThan(0);
  expect(Number.isInteger(device)).toBe(true);
});
