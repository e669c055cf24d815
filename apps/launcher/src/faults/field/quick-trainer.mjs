// Stands in for Python: `node quick-trainer.mjs <plan.json> -m emailai_trainer` speaks the trainer's protocol and
// takes the time the plan says instead of learning anything. The plan is read anew at each request:
// { epochs, epochMs, holdAt, fails: [{ epoch, code }] }. It rests after epoch `holdAt` while the plan says so; each
// failure happens once.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [planFile = '', , module = '', ...args] = process.argv.slice(2);
const readPlan = () => JSON.parse(readFileSync(planFile, 'utf8'));
const STEPS_PER_EPOCH = 2;
const HOLD_LOOK_MS = 10;

if (module.endsWith('prepare_base')) prepareBase();
else serve();

function prepareBase() {
  const out = args[args.indexOf('--out') + 1];
  mkdirSync(out, { recursive: true });
  const facts = {
    name: 'quick',
    parameters: 4_000_000,
    contextTokens: 2_048,
    sha256: 'b'.repeat(64),
    trialOnly: true,
  };
  writeFileSync(join(out, 'base.json'), JSON.stringify(facts));
}

function serve() {
  let cancelled = false;
  const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const done = (id, result) => say({ type: 'done', id, result });
  const answers = {
    load: ({ id }) =>
      done(id, {
        parameters: 4_000_000,
        device: 'cpu',
        dtype: 'float32',
        contextTokens: 2_048,
        seconds: 0,
      }),
    plan: ({ id }) =>
      done(id, {
        totalSteps: readPlan().epochs * STEPS_PER_EPOCH,
        tokens: 1_000,
        replyTokens: 300,
        cutTokens: 0,
        predictedSeconds: 1,
        predictedCostUsd: 0,
        predictedPeakMb: 1,
        device: 'cpu',
      }),
    train: (request) => {
      cancelled = false;
      void train(request);
    },
    cancel: ({ id }) => {
      cancelled = true;
      done(id, {});
    },
    shutdown: () => process.exit(0),
  };

  async function train({ id, outDir }) {
    const { epochs, epochMs } = readPlan();
    mkdirSync(outDir, { recursive: true });
    const checkpoint = join(outDir, 'epoch');
    const reached = existsSync(checkpoint) ? Number(readFileSync(checkpoint, 'utf8')) : 0;
    const progress = (event) => say({ type: 'progress', id, event });
    if (reached > 0) progress({ kind: 'resumed', fromEpoch: reached });
    // Its own mark in every number it reports: who reads the log can tell one run's words from another's.
    // No training in earnest has a loss so large (oracle/check-job.ts).
    const mark = 1_000 + Math.random();
    for (let epoch = reached + 1; epoch <= epochs; epoch += 1) {
      for (let part = 1; part <= STEPS_PER_EPOCH; part += 1) {
        await new Promise((resolve) => setTimeout(resolve, epochMs / STEPS_PER_EPOCH));
        if (cancelled) return say({ type: 'error', id, code: 'cancelled', message: 'Cancelled.' });
        progress({
          kind: 'step',
          step: (epoch - 1) * STEPS_PER_EPOCH + part,
          totalSteps: epochs * STEPS_PER_EPOCH,
          epoch: epoch - 1 + part / STEPS_PER_EPOCH,
          loss: mark,
          tokensPerSecond: 1,
          etaSeconds: 1,
        });
      }
      const failure = takeFailure(epoch);
      if (failure) return say({ type: 'error', id, code: failure.code, message: 'As planned.' });
      writeFileSync(checkpoint, String(epoch));
      progress({ kind: 'epoch', epoch, heldOutLoss: mark });
      while (readPlan().holdAt === epoch && !cancelled) {
        await new Promise((resolve) => setTimeout(resolve, HOLD_LOOK_MS));
      }
    }
    done(id, writeAdapter(outDir, epochs));
  }

  say({ type: 'ready', protocol: 1, torch: null });
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const request = JSON.parse(line);
    answers[request.type]?.(request);
  });
  lines.on('close', () => process.exit(0));
}

/** The failure planned for this epoch, struck off the plan. */
function takeFailure(epoch) {
  const plan = readPlan();
  const failure = plan.fails?.find((planned) => planned.epoch === epoch);
  if (failure) {
    const fails = plan.fails.filter((planned) => planned !== failure);
    writeFileSync(planFile, JSON.stringify({ ...plan, fails }));
  }
  return failure;
}

function writeAdapter(outDir, epochs) {
  const content = Buffer.from(`GGUF adapter of ${outDir}`);
  const ggufSha256 = createHash('sha256').update(content).digest('hex');
  const ggufFile = join(outDir, `${ggufSha256}.gguf`);
  writeFileSync(ggufFile, content);
  return {
    adapterDir: outDir,
    ggufFile,
    ggufSha256,
    bestEpoch: epochs,
    heldOutLossByEpoch: Array.from({ length: epochs }, () => 2),
    baseHeldOutLoss: 3,
    trainLoss: 2,
    tokensPerSecond: 100,
    seconds: 1,
    peakMemoryMb: 1,
    cutTokens: 0,
  };
}
