import { parsePort } from './demo-options';
import { readLauncherEnv } from './launcher-env';
import { placesOf } from './product/places';
import { runProduct } from './product/run-product';
import { serveUntilStopped } from './product/serve-until-stopped';
import { runCommand } from './run-command';
import { seedOperator, seedPersonas } from './seed/seed-personas';
import { listenForStop } from './stop-signal';

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

/** The demo with pages that reload as their sources change. Takes the demo's database: one of both runs. */
async function dev(args: string[]): Promise<number> {
  const env = readLauncherEnv(process.env);
  const { signal } = listenForStop(say);
  const port = args[0] === '--port' ? parsePort(args[1] ?? '') : null;
  const product = await runProduct({
    env,
    places: placesOf(env, 'dev'),
    databaseUrl: null,
    port,
    pages: 'dev',
    isDemo: true,
    base: env.AGENT_BASE ?? 'tiny',
    engine: 'embedded',
    say,
    async prepare({ ctx }) {
      await seedOperator(ctx);
      await seedPersonas(ctx, say);
    },
  });
  try {
    return await serveUntilStopped(product, { signal, say });
  } finally {
    await product.stop();
  }
}

runCommand(dev);
