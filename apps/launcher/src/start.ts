import { readWebEnv } from '@emailai/web/server/env';
import { chooseBase } from './choose-base';
import { readLauncherEnv, unusedVariables } from './launcher-env';
import { placesOf } from './product/places';
import { runProduct } from './product/run-product';
import { serveUntilStopped } from './product/serve-until-stopped';
import { runCommand } from './run-command';
import { parseStartOptions, START_HELP } from './start-options';
import { listenForStop } from './stop-signal';

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

/** The product on this machine, with the mail and the database of its operator. */
async function start(args: string[]): Promise<number> {
  const options = parseStartOptions(args);
  if (options.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  const env = readLauncherEnv(process.env);
  for (const sentence of unusedVariables(process.env)) say(sentence);
  const set = options.base ?? env.AGENT_BASE ?? null;
  const base = options.withoutAgent ? null : await chooseBase(set, say);
  const { signal } = listenForStop(say);
  say('Starting …');
  const product = await runProduct({
    env,
    places: placesOf(env, 'start'),
    databaseUrl: options.databaseUrl ?? env.DATABASE_URL ?? null,
    port: options.port,
    pages: 'built',
    isDemo: false,
    base,
    engine: options.engine,
    say,
    ...readWebEnv(process.env),
    prepare: () => Promise.resolve(),
  });
  try {
    return await serveUntilStopped(product, { signal, say });
  } finally {
    await product.stop();
  }
}

runCommand(start);
