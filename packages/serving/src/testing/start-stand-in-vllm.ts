import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment';
import { freePort } from './free-port';
import { testPython } from './test-base';

const PROGRAM = fileURLToPath(new URL('./stand_in_vllm.py', import.meta.url));

export interface StandInVllm {
  url: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** See stand_in_vllm.py. It needs some seconds for PyTorch. */
export async function startStandInVllm(hfDir: string): Promise<StandInVllm> {
  const port = await freePort();
  let child = await serve(hfDir, port);
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async restart() {
      child = await serve(hfDir, port);
    },
  };
}

async function serve(hfDir: string, port: number): Promise<ChildProcess> {
  const child = spawn(testPython(), ['-W', 'ignore', PROGRAM, hfDir, String(port)], {
    env: childEnvironment(process.env, { HF_HUB_OFFLINE: '1' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const died = once(child, 'exit').then(() => {
    throw new Error('The stand-in for vLLM did not start.');
  });
  await Promise.race([once(child.stdout, 'data'), died]);
  died.catch(() => undefined);
  return child;
}
