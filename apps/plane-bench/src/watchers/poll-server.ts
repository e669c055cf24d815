import { createServer } from 'node:http';
import { readJobEvents } from '@emailai/db/job/read-job-events';
import { openDatabase } from '@emailai/db/open-database';
import { listen } from '@emailai/web/server/http/listen';
import { serveCalls } from '../processes/serve-calls';

/**
 * What an ordinary application would ask of its server, without anything that would slow it down: one prepared,
 * indexed statement an answer, no session, no framework.
 */
const LIMIT = 500;
const db = openDatabase({ url: process.env.DATABASE_URL ?? '' });
const server = createServer((req, res) => {
  const { searchParams } = new URL(req.url ?? '/', 'http://localhost');
  const jobId = searchParams.get('jobId') ?? '';
  const afterSeq = Number(searchParams.get('afterSeq'));
  readJobEvents(db, { jobId, afterSeq, limit: LIMIT }).then(
    (events) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(events));
    },
    (error: unknown) => res.destroy(error instanceof Error ? error : undefined),
  );
});
const port = await listen(server, { host: '127.0.0.1', port: 0 });

const calls = {
  port: async () => port,
  cpuSeconds: async () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
};
export type PollServerCalls = typeof calls;

serveCalls(calls, async () => {
  server.closeAllConnections();
  server.close();
  await db.close();
});
