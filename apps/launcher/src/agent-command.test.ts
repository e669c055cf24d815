import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { createTestDatabase, type TestDatabase } from '@emailai/db/test-database';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { revokeAgent } from '@emailai/services/agent/revoke-agent';
import { type ControlPlane, startControlPlane } from '@emailai/web/server/start-control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLauncherEnv } from './launcher-env';

/** Enough for a base that must be prepared first. */
const TIMEOUT_MS = 3 * 60_000;
const cliFile = fileURLToPath(new URL('../../gpu-agent/src/cli.ts', import.meta.url));

let folder = '';
let database: TestDatabase;
let plane: ControlPlane;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emailai-agent-'));
  database = await createTestDatabase();
  plane = await startControlPlane({
    databaseUrl: database.url,
    vault: await openMailVault({ keyFile: join(folder, 'operator-key.json') }),
    stateDir: folder,
    port: 0,
    pages: 'off',
    isDemo: false,
    log: () => {},
  });
});
afterAll(async () => {
  await plane.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const newToken = () => createAgentToken({ ctx: plane.ctx, input: { name: 'under test' } });

/** The agent's own program against the real server; `onLine` hears what it says. */
async function agent(
  token: string,
  args: string[],
  onLine: (line: string, child: ChildProcess) => void = () => {},
) {
  const env = readLauncherEnv(process.env);
  const child = spawn(process.execPath, ['--import', 'tsx', cliFile, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      AGENT_SERVER_URL: `http://127.0.0.1:${plane.port}`,
      AGENT_TOKEN: token,
      AGENT_HOME: join(folder, 'agent'),
      AGENT_BASE: 'tiny',
      EMAILAI_PYTHON: env.EMAILAI_PYTHON,
      EMAILAI_CACHE: env.EMAILAI_CACHE,
    },
  });
  const exited = once(child, 'exit');
  const out: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString('utf8')));
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    onLine(line, child);
  }
  const [code] = await exited;
  return { code, out: out.join(''), said: said.join('\n') };
}

describe('gpu-agent against a server', { timeout: TIMEOUT_MS }, () => {
  it('leaves at once when it was started for once and nothing waits', async () => {
    const { token, agentId } = await newToken();
    expect(await agent(token, ['serve', '--once'])).toMatchObject({ code: 0 });
    const row = await plane.ctx.db.prisma.agent.findUniqueOrThrow({ where: { id: agentId } });
    expect(row.info).toMatchObject({ engine: 'embedded', left: true, base: { trialOnly: true } });
  });

  it('tells how it stands while it works, and leaves in order on SIGTERM', async () => {
    const { token } = await newToken();
    let shown: ReturnType<typeof agent> | undefined;
    const left = await agent(token, ['serve'], (line, child) => {
      if (!line.includes('is ready')) return;
      shown ??= agent(token, ['status', '--json']).finally(() => child.kill('SIGTERM'));
    });
    expect(left).toMatchObject({ code: 0 });
    const status = JSON.parse((await shown)?.out ?? '');
    expect(status).toMatchObject({ running: true, state: { name: 'ready' }, jobs: [] });
    expect(await agent(token, ['status'])).toMatchObject({ code: 69 });
  });

  it('says that a job it was sent for does not wait', async () => {
    const { token } = await newToken();
    expect(await agent(token, ['run', '--job-id', 'nosuchjob'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('Job nosuchjob does not wait for an agent'),
    });
  });

  it('ends in words when its token is revoked, and with the same words when it comes back', async () => {
    const { token, agentId } = await newToken();
    const refusal = { code: 78, said: expect.stringContaining('was revoked') };
    const running = agent(token, ['serve'], (line) => {
      if (!line.includes('is ready')) return;
      void revokeAgent({ ctx: plane.ctx, input: { agentId } });
    });
    expect(await running).toMatchObject(refusal);
    expect(await agent(token, ['serve'])).toMatchObject(refusal);
  });
});
