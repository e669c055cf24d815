import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A package from the folder the bench installed it in, which is not where this file lies. */
export function load(name) {
  const { resolve } = createRequire(join(process.env.RIVALS_DIR, 'package.json'));
  return import(pathToFileURL(resolve(name)).href);
}

/** Answers each `{jobs}` of the parent with what `work(jobs)` measured, until the parent hangs up. */
export function serveRounds({ work, close }) {
  process.on('message', ({ jobs }) => {
    work(jobs).then(
      (seconds) => process.send({ seconds }),
      (error) => process.send({ error: String(error?.stack ?? error) }),
    );
  });
  process.on('disconnect', () => close().finally(() => process.exit(0)));
  process.send({ ready: true });
}
