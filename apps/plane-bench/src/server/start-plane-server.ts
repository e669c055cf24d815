import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { openDatabase } from '@emailai/db/open-database';
import { startChild } from '../processes/start-child';
import type { Stand } from '../stand/open-stand';
import { seedSentMail } from '../stand/seed-sent-mail';
import { type BenchWriter, seedWriters } from '../stand/seed-writers';
import type { PlaneServerCalls } from './plane-server';

export interface SignedInWriter extends BenchWriter {
  cookie: string;
}

/** A web server on a database of its own, in a process of its own. */
export async function startPlaneServer({ postgres, home }: Stand, name: string) {
  const serverHome = join(home, name);
  await mkdir(serverHome, { mode: 0o700 });
  const databaseUrl = await postgres.createDatabase(name, true);
  const child = await startChild<PlaneServerCalls>('server/plane-server.ts', {
    DATABASE_URL: databaseUrl,
    BENCH_HOME: serverHome,
  });
  return {
    ...child,
    databaseUrl,
    port: await child.call('port', undefined),
    /** Writers who may train, signed in. Their rows are written from here: the server's memory is measured. */
    async addWriters(count: number): Promise<SignedInWriter[]> {
      const db = openDatabase({ url: databaseUrl });
      const vault = await openMailVault({ keyFile: join(serverHome, 'operator-key.json') });
      try {
        const writers = await seedWriters({ db, vault }, count);
        for (const writer of writers) await seedSentMail(db, writer);
        const userIds = writers.map(({ userId }) => userId);
        const cookies = await child.call('signIn', { userIds });
        return writers.map((writer, nth) => ({ ...writer, cookie: cookies[nth] ?? '' }));
      } finally {
        await db.close();
      }
    },
  };
}
export type PlaneServer = Awaited<ReturnType<typeof startPlaneServer>>;
