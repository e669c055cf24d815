import { load, serveRounds } from './serve-rounds.mjs';

const { PgBoss } = await load('pg-boss');
const QUEUE = 'train';
const CLAIMERS = Number(process.env.CLAIMERS);

// Without its cron and its clean-up, which would only cost it time.
const boss = new PgBoss({
  connectionString: process.env.DATABASE_URL,
  supervise: false,
  schedule: false,
});
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE);

async function work(jobs) {
  await boss.insert(
    QUEUE,
    Array.from({ length: jobs }, (_, index) => ({ data: { mailbox: `mailbox${index}` } })),
  );
  let done = 0;
  async function claimer() {
    for (;;) {
      const [job] = await boss.fetch(QUEUE);
      if (job === undefined) return;
      await boss.complete(QUEUE, job.id);
      done += 1;
    }
  }
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: CLAIMERS }, claimer));
  const seconds = (performance.now() - startedMs) / 1_000;
  if (done !== jobs) throw new Error(`pg-boss did ${done} of ${jobs}`);
  return seconds;
}

serveRounds({ work, close: () => boss.stop({ graceful: false }) });
