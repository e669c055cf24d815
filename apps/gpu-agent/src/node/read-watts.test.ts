import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryHome } from '../testing/temporary-home';
import { parseWatts, wattsReader } from './read-watts';

const home = useTemporaryHome();
const GPU = { uuid: 'GPU-aa', name: 'NVIDIA Thing', memoryMb: 24_564 };

async function driver(script: string): Promise<string> {
  const command = join(home.path, 'nvidia-smi');
  await writeFile(command, `#!/bin/sh\n${script}\n`);
  await chmod(command, 0o755);
  return command;
}

describe('what the machine draws', () => {
  it('is what the operator says, before what the driver reads', async () => {
    const command = await driver('echo "GPU-aa, 101.25"');
    const read = (watts?: number) => wattsReader({ watts, gpus: [GPU], command })();
    expect(await read(350)).toBe(350);
    expect(await read()).toBe(101.25);
  });

  it('is unknown without a GPU, with several, or where the driver fails or hangs', async () => {
    const works = await driver('echo "GPU-aa, 101.25"');
    const read = (over: Partial<Parameters<typeof wattsReader>[0]>) =>
      wattsReader({ watts: undefined, gpus: [GPU], command: works, ...over })();
    expect(await read({ gpus: [] })).toBeNull();
    expect(await read({ gpus: [GPU, { ...GPU, uuid: 'GPU-bb' }] })).toBeNull();
    expect(await read({ command: join(home.path, 'no-such-program') })).toBeNull();
    expect(await read({ command: await driver('exec sleep 60'), timeoutMs: 100 })).toBeNull();
  });

  it('reads the line of its GPU, and no number where there is no sensor', () => {
    expect(parseWatts('GPU-bb, 12.5\nGPU-aa, 300.10\n', 'GPU-aa')).toBe(300.1);
    expect(parseWatts('GPU-aa, [N/A]\n', 'GPU-aa')).toBeNull();
    expect(parseWatts('GPU-b, 10\n', 'GPU-aa')).toBeNull();
  });
});
