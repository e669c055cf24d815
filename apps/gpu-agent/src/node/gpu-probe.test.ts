import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryHome } from '../testing/temporary-home';
import { parseGpus, probeGpus } from './gpu-probe';

const home = useTemporaryHome();

describe('the GPU probe', () => {
  it('reads what nvidia-smi prints, commas in names and unknown sizes included', () => {
    const csv = [
      'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77, NVIDIA GeForce RTX 4090, 24564',
      'GPU-aa, NVIDIA Thing, Rev. 2, [N/A]',
      'Unable to determine the device handle for GPU0: Unknown Error',
      '',
    ].join('\n');
    expect(parseGpus(csv)).toEqual([
      {
        uuid: 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77',
        name: 'NVIDIA GeForce RTX 4090',
        memoryMb: 24564,
      },
      { uuid: 'GPU-aa', name: 'NVIDIA Thing, Rev. 2', memoryMb: 0 },
    ]);
  });

  it('finds none where there is no driver', async () => {
    expect(await probeGpus(join(home.path, 'no-such-program'))).toEqual([]);
  });

  it('does not wait for a driver that hangs', async () => {
    const hung = join(home.path, 'nvidia-smi');
    await writeFile(hung, '#!/bin/sh\nexec sleep 60\n');
    await chmod(hung, 0o755);
    expect(await probeGpus(hung, 100)).toEqual([]);
  });
});
