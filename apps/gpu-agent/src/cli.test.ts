import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXIT } from './exit-codes';
import { lockHome } from './node/instance-lock';
import { useTemporaryHome } from './testing/temporary-home';

const home = useTemporaryHome();
const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
const TOKEN = 'fta_agent000000000000001_secret';

/** Runs the real program; settings come from `env` alone. */
function agent(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', cli, ...args],
      { env: { PATH: process.env.PATH, AGENT_HOME: home.path, ...env }, timeout: 25_000 },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe('gpu-agent', () => {
  it('explains itself', async () => {
    const { code, out } = await agent(['--help']);
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('gpu-agent run --job-id ID');
  });

  it('says what is missing, with an exit code for scripts', async () => {
    expect(await agent(['dance'])).toMatchObject({ code: EXIT.usage });
    expect(await agent(['serve'])).toMatchObject({
      code: EXIT.config,
      err: expect.stringContaining('AGENT_TOKEN'),
    });
    expect(await agent(['serve'], { AGENT_TOKEN: TOKEN })).toMatchObject({
      code: EXIT.config,
      err: expect.stringContaining('AGENT_BASE'),
    });
    expect(await agent(['serve', '--server', 'not an address'])).toMatchObject({
      code: EXIT.config,
      err: expect.stringContaining('AGENT_SERVER_URL'),
    });
  });

  it('refuses a token file that others can read', async () => {
    const file = join(home.path, 'token');
    await writeFile(file, TOKEN);
    await chmod(file, 0o644);
    expect(await agent(['serve', '--token-file', file])).toMatchObject({
      code: EXIT.config,
      err: expect.stringContaining('chmod 600'),
    });
  });

  it('leaves a folder alone in which another agent works', async () => {
    const lock = await lockHome(home.path);
    const { code, err } = await agent(['serve'], { AGENT_TOKEN: TOKEN, AGENT_BASE: 'tiny' });
    expect({ code, err }).toEqual({
      code: EXIT.tryAgain,
      err: expect.stringContaining(`process ${process.pid}`),
    });
    await lock.release();
  });

  it('prints where each mailbox finds its model, and with which token', async () => {
    await mkdir(join(home.path, 'models', 'emailai-useranna000001'), { recursive: true });
    expect(await agent(['door'])).toMatchObject({
      code: EXIT.config,
      err: expect.stringContaining('AGENT_DOOR_PORT'),
    });
    const { code, out } = await agent(['door'], { AGENT_DOOR_PORT: '11500' });
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(
      /^emailai-useranna000001\n {2}OLLAMA_HOST=http:\/\/127\.0\.0\.1:11500\/t\/anna000001\.[\w-]{43}$/m,
    );
    const { models } = JSON.parse(
      (await agent(['door', '--json'], { AGENT_DOOR_PORT: '11500' })).out,
    );
    expect(out).toContain(models[0].token);
  });

  it('tells as JSON that nobody works here', async () => {
    const { code, out } = await agent(['status', '--json']);
    expect(code).toBe(EXIT.unavailable);
    expect(JSON.parse(out)).toEqual({ running: false, home: home.path });
  });
});
