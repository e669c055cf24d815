import { load, serveRounds } from './serve-rounds.mjs';

const { run, makeWorkerUtils, Logger } = await load('graphile-worker');
const CLAIMERS = Number(process.env.CLAIMERS);
const connectionString = process.env.DATABASE_URL;

const utils = await makeWorkerUtils({ connectionString });
await utils.migrate();
const logger = new Logger(() => () => undefined);

/** The clock runs from the first job that was fetched to the last one that was written off. */
async function work(jobs) {
  const runner = await run({
    connectionString,
    logger,
    concurrency: CLAIMERS,
    noHandleSignals: true,
    taskList: { train: async () => undefined },
  });
  let startedMs = null;
  let done = 0;
  const over = new Promise((resolve) => {
    runner.events.on('job:start', () => {
      startedMs ??= performance.now();
    });
    runner.events.on('job:complete', () => {
      done += 1;
      if (done === jobs) resolve((performance.now() - startedMs) / 1_000);
    });
  });
  await utils.addJobs(
    Array.from({ length: jobs }, (_, index) => ({
      identifier: 'train',
      payload: { mailbox: `mailbox${index}` },
    })),
  );
  const seconds = await over;
  await runner.stop();
  return seconds;
}

serveRounds({ work, close: () => utils.release() });
