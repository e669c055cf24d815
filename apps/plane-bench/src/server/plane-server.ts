import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { jsonLog } from '@emailai/services/log';
import { startControlPlane } from '@emailai/web/server/start-control-plane';
import { serveCalls } from '../processes/serve-calls';
import { signIn } from './sign-in';
import { watchMemory } from './watch-memory';

/**
 * The web server as `npm start` runs it (built pages, housekeeping, JSON log, one process), with doors for the bench:
 * sign-in, agents and its own use of the machine. Its demo switch is on so that writers can be signed in.
 */
const home = process.env.BENCH_HOME ?? '';
const logFile = createWriteStream(join(home, 'server.log'), { flags: 'a' });
const plane = await startControlPlane({
  databaseUrl: process.env.DATABASE_URL ?? '',
  vault: await openMailVault({ keyFile: join(home, 'operator-key.json') }),
  stateDir: home,
  port: 0,
  pages: 'built',
  isDemo: true,
  log: jsonLog((line) => logFile.write(`${line}\n`)),
});
const memory = watchMemory();

const calls = {
  port: async () => plane.port,
  /** The cookies of their browsers. */
  signIn: async ({ userIds }: { userIds: string[] }) => {
    const cookies: string[] = [];
    for (const userId of userIds) cookies.push(await signIn(plane.auth, userId));
    return cookies;
  },
  addAgent: ({ name }: { name: string }) => createAgentToken({ ctx: plane.ctx, input: { name } }),
  /** Processor seconds used so far. */
  cpuSeconds: async () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
  /** Largest resident size, in MB, since this was asked last. */
  peakRssMb: async () => memory.takePeakMb(),
};
export type PlaneServerCalls = typeof calls;

serveCalls(calls, async () => {
  memory.stop();
  await plane.close();
});
