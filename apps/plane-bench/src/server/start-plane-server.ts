import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from '../processes/start-child';
import type { Stand } from '../stand/open-stand';
import type { PlaneServerCalls } from './plane-server';

/** A web server on a database of its own, in a process of its own. */
export async function startPlaneServer({ postgres, home }: Stand, name: string) {
  const serverHome = join(home, name);
  await mkdir(serverHome, { mode: 0o700 });
  const databaseUrl = await postgres.createDatabase(name, true);
  const child = await startChild<PlaneServerCalls>('server/plane-server.ts', {
    DATABASE_URL: databaseUrl,
    BENCH_HOME: serverHome,
  });
  return { ...child, databaseUrl, port: await child.call('port', undefined) };
}
export type PlaneServer = Awaited<ReturnType<typeof startPlaneServer>>;
