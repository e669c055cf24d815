import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readHolder } from '@emailai/gpu-agent/node/instance-lock';
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
  readIdentity,
} from '@emailai/gpu-agent/node/process-identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A start of everything and the first steps of a training, beside other tests. */
const TIMEOUT_MS = 5 * 60_000;
const demoFile = fileURLToPath(new URL('./demo.ts', import.meta.url));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emailai-demo-'));
  // Where root runs this, PostgreSQL runs as another user, who must be able to pass.
  await chmod(folder, 0o711);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function startDemo(args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', demoFile, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      // Must be ignored: invented people never land in somebody's database.
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
      EMAILAI_STATE: join(folder, 'state'),
      EMAILAI_PG_HOME: join(folder, 'postgres'),
    },
  });
  const lines = createInterface({ input: child.stderr });
  return { child, exited: once(child, 'exit'), lines };
}

/** PostgreSQL, the agent, its engine and its trainer, as each wrote itself down. */
async function findChildren(): Promise<ProcessIdentity[]> {
  const agentHome = join(folder, 'state', 'demo', 'agent');
  const notes = await readdir(join(agentHome, 'children'));
  const files = notes.map((name) => join(agentHome, 'children', name));
  const pidFile = join(folder, 'postgres', 'demo', 'data', 'postmaster.pid');
  const postgres = await identifyProcess(Number((await readFile(pidFile, 'utf8')).split('\n')[0]));
  const agent = await readHolder(agentHome);
  const found = [postgres, agent, ...(await Promise.all(files.map(readIdentity)))];
  return found.filter((identity) => identity !== null);
}

describe('Ctrl-C in the middle of a training', () => {
  it('stops all and leaves nothing behind', { timeout: TIMEOUT_MS }, async () => {
    const demo = startDemo(['--once', '--writer', 'rafe']);
    let children: ProcessIdentity[] = [];
    const said: string[] = [];
    for await (const line of demo.lines) {
      said.push(line);
      if (children.length > 0 || !line.includes(': step ')) continue;
      children = await findChildren();
      demo.child.kill('SIGINT');
    }
    const [code] = await demo.exited;
    expect({ code, said: said.slice(-5) }).toMatchObject({ code: 130 });
    expect(children.length).toBeGreaterThanOrEqual(3);
    expect((await Promise.all(children.map(isAlive))).filter(Boolean)).toEqual([]);
  });

  it('says how many mails are missing where a writer has too few', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const demo = startDemo(['--once', '--writer', 'ida']);
    const said: string[] = [];
    for await (const line of demo.lines) said.push(line);
    expect(await demo.exited).toEqual([1, null]);
    expect(said.join('\n')).toContain('94 of 100 sent mails');
  });
});
