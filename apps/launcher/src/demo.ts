import { PERSONAS } from '@emailai/contracts/personas';
import { ensureWriter } from '@emailai/services/account/ensure-writer';
import { DEMO_HELP, type DemoOptions, parseDemoOptions } from './demo-options';
import { type LauncherEnv, readLauncherEnv } from './launcher-env';
import { printReport } from './once/print-report';
import { runOnce } from './once/run-once';
import { placesOf } from './product/places';
import { type Product, runProduct } from './product/run-product';
import { serveUntilStopped } from './product/serve-until-stopped';
import { runCommand } from './run-command';
import { importMailFiles } from './seed/import-mail-files';
import { seedOperator, seedPersonas } from './seed/seed-personas';
import { Sentence } from './sentence';
import { listenForStop } from './stop-signal';
import { wipeDemo } from './wipe-demo';

/** Exit code of a run that was stopped by Ctrl-C. */
const STOPPED = 130;

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

async function demo(args: string[]): Promise<number> {
  const startedMs = Date.now();
  const options = parseDemoOptions(args);
  if (options.help) {
    process.stdout.write(DEMO_HELP);
    return 0;
  }
  const env = readLauncherEnv(process.env);
  const places = placesOf(env, 'demo');
  if (options.fresh) await wipeDemo(places);
  const { signal } = listenForStop(say);
  say('Starting database, web server and agent …');
  const product = await startDemo(options, env);
  try {
    if (!options.once) return await serveUntilStopped(product, { signal, say });
    return await demoOnce(product, options, { env, startedMs, signal });
  } catch (error) {
    if (signal.aborted) return STOPPED;
    throw error;
  } finally {
    await product.stop();
  }
}

/**
 * The demo ignores DATABASE_URL, and OLLAMA_BASE_URL without `--engine ollama`: invented people never land in
 * somebody's database or model server.
 */
function startDemo(options: DemoOptions, env: LauncherEnv): Promise<Product> {
  return runProduct({
    env,
    places: placesOf(env, 'demo'),
    databaseUrl: options.databaseUrl,
    port: options.port,
    pages: options.once ? 'off' : 'built',
    isDemo: true,
    base: options.base ?? env.AGENT_BASE ?? 'tiny',
    engine: options.engine,
    say,
    async prepare({ ctx }) {
      await seedOperator(ctx);
      await seedPersonas(ctx, say);
    },
  });
}

async function demoOnce(
  { plane, agent }: Product,
  options: DemoOptions,
  run: { env: LauncherEnv; startedMs: number; signal: AbortSignal },
): Promise<number> {
  const { ctx } = plane;
  const writer = await chooseWriter(ctx, options);
  if (agent === null) throw new Error('A demo has an agent.');
  // A job without an agent would wait for ever.
  const done = (async () => {
    await agent.ready;
    const setupMs = run.env.EMAILAI_SETUP_MS + (Date.now() - run.startedMs);
    return runOnce({ ctx, writer, setupMs, say, signal: run.signal });
  })();
  const report = await Promise.race([done, agent.hopeless]);
  printReport(report, options.json);
  return report.ok ? 0 : 1;
}

async function chooseWriter(ctx: Product['plane']['ctx'], { mail, writer }: DemoOptions) {
  if (mail !== null) return { ...(await importMailFiles(ctx, mail, say)), personaId: null };
  const persona = PERSONAS.find(({ id }) => id === writer);
  if (persona === undefined) throw new Sentence(`There is no writer ${writer}.`);
  say(`Writer: ${persona.name} (${persona.style})`);
  const { address, name } = persona;
  return { ...(await ensureWriter({ ctx, input: { address, name } })), personaId: writer };
}

runCommand(demo);
