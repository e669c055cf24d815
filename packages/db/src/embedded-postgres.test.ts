import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type EmbeddedPostgres,
  findRunningPostgres,
  startEmbeddedPostgres,
} from './embedded-postgres';
import { readProcess, waitForExit } from './postgres/postmaster';

const SOURCE = dirname(fileURLToPath(import.meta.url));
const isRoot = process.getuid?.() === 0;

// Each test starts PostgreSQL several times; on a machine whose cores are all taken that takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let root: string;
let home: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emailai-embedded-'));
  await chmod(root, 0o711);
  home = join(root, 'home');
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What a test left running: the next one needs the same folder. */
const running: EmbeddedPostgres[] = [];
const launchers: ChildProcess[] = [];
afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  for (const launcher of launchers.splice(0)) launcher.kill('SIGTERM');
});

async function start(over: { home?: string; port?: number } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ home, isDurable: false, ...over });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

/** Another emailai: a process of its own that starts the database in `home` and stays. */
async function startElsewhere(): Promise<{ launcher: ChildProcess; pid: number; url: string }> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(SOURCE, 'embedded-postgres.ts'))};
    const { pid, url } = await startEmbeddedPostgres({ home: ${JSON.stringify(home)}, isDurable: false });
    console.log(JSON.stringify({ pid, url }));
    setInterval(() => {}, 1000);`;
  const launcher = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: SOURCE, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  launchers.push(launcher);
  const [line] = await once(createInterface(launcher.stdout), 'line');
  return { launcher, ...(JSON.parse(String(line)) as { pid: number; url: string }) };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('startEmbeddedPostgres', () => {
  it('keeps data from one start to the next and can be found while it runs', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS n');
    expect(await findRunningPostgres(home)).toBe(first.url);
    await first.stop();
    await first.stop();
    expect(await readProcess(first.pid)).toBeNull();
    expect(await findRunningPostgres(home)).toBeNull();
    const second = await start();
    expect((await query(second.url, 'SELECT n FROM kept')).rows).toEqual([{ n: 42 }]);
    await second.stop();
  });

  it('listens on 127.0.0.1 only, and only to who knows the password', async () => {
    const { url, stop } = await start();
    const { rows } = await query(
      url,
      `SELECT name, setting FROM pg_settings
      WHERE name IN ('listen_addresses', 'unix_socket_directories', 'TimeZone') ORDER BY name`,
    );
    expect(rows.map(({ setting }) => setting)).toEqual(['UTC', '127.0.0.1', '']);
    const wrong = new URL(url);
    wrong.password = 'password';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await stop();
  });

  it('refuses a second emailai on the same data, in words', async () => {
    const { stop } = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'unavailable',
      message: `Another emailai is using the database in ${home}.`,
    });
    await stop();
  });

  it('takes the port it is told, or says that it is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await expect(start({ port: address.port })).rejects.toMatchObject({
      message: `Port ${address.port} is taken by another program.`,
    });
    other.close();
    await once(other, 'close');
    const { url, stop } = await start({ port: address.port });
    expect(new URL(url).port).toBe(String(address.port));
    await stop();
  });
});

describe('an embedded PostgreSQL whose emailai was killed', () => {
  it('ends by itself, and the next start finds what was written', async () => {
    const { launcher, pid, url } = await startElsewhere();
    await query(url, 'CREATE TABLE survivor AS SELECT 1 AS n');
    await kill(launcher);
    expect(await waitForExit(pid, 20_000)).toBe(true);
    const again = await start();
    expect((await query(again.url, 'SELECT n FROM survivor')).rows).toEqual([{ n: 1 }]);
    await again.stop();
  });

  it('is stopped by the next start where its guard was killed too', async () => {
    const { launcher, pid } = await startElsewhere();
    const guardPid = (await readProcess(pid))?.parentPid ?? 0;
    expect((await readProcess(guardPid))?.command).toContain('guard.mjs');
    process.kill(guardPid, 'SIGKILL');
    await kill(launcher);
    expect(await readProcess(pid)).not.toBeNull();
    const again = await start();
    expect(await readProcess(pid)).toBeNull();
    await again.stop();
  });

  it('leaves a pid file that does not stop the next start: its own after a kill, or a stranger’s', async () => {
    const { launcher, pid } = await startElsewhere();
    process.kill(pid, 'SIGKILL');
    await waitForExit(pid, 10_000);
    await kill(launcher);
    await (await start()).stop();
    // The number was given to another program: this one.
    const lines = [process.pid, join(home, 'data'), 0, 5432, '', '127.0.0.1', '', 'ready'];
    await writeFile(join(home, 'data', 'postmaster.pid'), `${lines.join('\n')}\n`);
    await chmod(join(home, 'data', 'postmaster.pid'), 0o666);
    expect(await findRunningPostgres(home)).toBeNull();
    await (await start()).stop();
  });

  it('tells its owner when it ends unasked', async () => {
    const { pid, exited } = await start();
    process.kill(pid, 'SIGKILL');
    await exited;
  });
});

describe('a first start that was cut short', () => {
  it('leaves nothing that the next one takes for a database', async () => {
    const fresh = join(root, 'fresh');
    await mkdir(join(fresh, 'data.999999.part', 'base'), { recursive: true });
    await (await start({ home: fresh })).stop();
    expect((await readdir(fresh)).filter((name) => name.endsWith('.part'))).toEqual([]);
    await rm(fresh, { recursive: true });
  });
});

describe.runIf(isRoot)('as root', () => {
  it('says which folder the database user may not enter', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    await expect(start({ home: join(closed, 'home') })).rejects.toMatchObject({
      message: `The database cannot live in ${join(closed, 'home')}: the user postgres may not enter ${closed}.`,
    });
  });
});
