import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { PERSONAS } from '@emailai/contracts/personas';
import { generateMailbox } from '@emailai/mailbox/personas/generate-mailbox';
import {
  createEmbeddedEngine,
  type EmbeddedEngine,
} from '@emailai/serving/embedded/create-embedded-engine';
import { testPython } from '@emailai/serving/testing/test-base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Base } from './base/base';
import { resolveBase, TINY_BASE } from './base/resolve-base';
import type { JobPorts, Trainer } from './ports';
import { runJob } from './run-job';
import { FakeDesk, fakePorts } from './testing/fake-ports';
import { mailboxDesk } from './testing/mailbox-desk';
import { testMails } from './testing/test-mails';
import { createTrainer } from './trainer/create-trainer';

const never = new AbortController().signal;
let scratch: string;
let base: Base;
let trainer: Trainer;
let engine: EmbeddedEngine;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'emailai-run-'));
  const shared = { python: testPython(), environment: process.env, log: () => undefined };
  const cacheDir = process.env.EMAILAI_CACHE ?? join(scratch, 'cache');
  base = await resolveBase({ ...shared, setting: TINY_BASE, cacheDir });
  trainer = createTrainer({ ...shared, device: 'cpu' });
  const { ggufFile, contextTokens } = base;
  engine = createEmbeddedEngine({ ...shared, ggufFile, contextTokens, threads: 1 });
}, 180_000);
afterAll(async () => {
  await Promise.all([trainer?.close(), engine?.close()]);
  await rm(scratch, { recursive: true, force: true });
});

it('takes a mailbox to a model that has learned, over an interruption', async () => {
  const mailbox = generateMailbox('rafe-colder');
  const jobDir = join(scratch, 'job');
  const kept: string[] = [];
  const portsFor = (onEvent: (event: AgentEvent) => void): JobPorts => ({
    job: {
      jobId: 'rafejob001',
      epoch: 1,
      emailAccountId: 'rafe000001',
      modelName: 'emailai-userrafe000001',
      version: 4,
      ownAddresses: [mailbox.address],
      ownName: PERSONAS.find(({ id }) => id === 'rafe-colder')?.name ?? '',
    },
    desk: mailboxDesk(mailbox, onEvent),
    base,
    trainer,
    engine,
    store: {
      async put({ modelName, version, from }) {
        kept.push(from);
        return { tag: `${modelName}:v${version}`, file: from };
      },
      async publish() {},
    },
    settings: {
      rank: 8,
      alpha: 16,
      learningRate: 4e-3,
      epochs: 2,
      batchSize: 8,
      maxTokens: 1_024,
      seed: 1,
    },
    costPerHourUsd: 0.5,
    log: () => undefined,
  });

  const power = new AbortController();
  const first: AgentEvent[] = [];
  const cut = runJob({
    jobDir,
    ports: portsFor((event) => {
      first.push(event);
      if (event.type === 'epoch') power.abort('shutdown');
    }),
    signal: power.signal,
  });
  await expect(cut).rejects.toBe('shutdown');
  expect(kept).toEqual([]);

  const second: AgentEvent[] = [];
  const outcome = await runJob({
    jobDir,
    ports: portsFor((event) => second.push(event)),
    signal: never,
  });
  if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
  const { heldOut, verdict, control } = outcome.evaluation;
  expect(verdict).toBe('promote');
  expect(heldOut.pairs).toBeGreaterThanOrEqual(20);
  expect(heldOut.tuned).toBeLessThan(heldOut.base - 1);
  expect(control).toBeNull();
  expect(outcome.manifest.heldOutIds).toHaveLength(outcome.manifest.heldOut.rows);
  expect(outcome.costUsd).toBeGreaterThan(0);
  expect(outcome.engine).toBe('embedded');
  expect(kept).toHaveLength(1);

  // By the clock, not in an order: what was used so far.
  const typesIn = (events: AgentEvent[]) =>
    [...new Set(events.map(({ type }) => type))].filter((type) => type !== 'used');
  expect(typesIn(first)).toEqual([
    'extracted',
    'preparing',
    'prepared',
    'training',
    'planned',
    'step',
    'epoch',
  ]);
  expect(typesIn(second)).toEqual([
    'extracted',
    'preparing',
    'prepared',
    'training',
    'planned',
    'resumed',
    'step',
    'epoch',
    'evaluating',
  ]);
  // Told when the power went, and counted on from there.
  const usedIn = (events: AgentEvent[]) =>
    events.flatMap((event) => (event.type === 'used' ? [event.gpuSeconds] : [])).at(-1) ?? 0;
  expect(usedIn(first)).toBeGreaterThan(0);
  expect(usedIn(second)).toBeGreaterThan(usedIn(first));
  expect(outcome.gpuSeconds).toBe(usedIn(second));
  expect(outcome.costUsd).toBeCloseTo((outcome.gpuSeconds / 3_600) * 0.5, 9);
  expect(second.filter(({ type }) => type === 'epoch')).toHaveLength(1);
  expect(JSON.stringify([...first, ...second])).not.toMatch(/@|Subject/);
  expect((await readdir(jobDir)).sort()).toEqual([
    '01-extract-mail',
    '02-prepare-data',
    '03-train-adapter',
    '04-evaluate-adapter',
    '05-deploy-adapter',
    'usage.json',
  ]);

  // Everything is finished: asked again, the same outcome comes without work.
  const again = await runJob({ jobDir, ports: portsFor(() => undefined), signal: never });
  expect(again).toEqual(outcome);
  expect(kept).toHaveLength(1);
}, 400_000);

it('counts by reason what a mailbox without usable mail holds', async () => {
  const ports = fakePorts({ desk: new FakeDesk(testMails(30, true), testMails(30, false)) });
  const outcome = await runJob({ jobDir: join(scratch, 'poor'), ports, signal: never });
  expect(outcome).toMatchObject({
    kind: 'failed',
    error: {
      code: 'no_usable_mail',
      message: expect.stringMatching(/^Of 30 sent mails \d+ can be learned from; 40 are needed\./),
      retryable: false,
    },
  });
});

it('makes a failure of the trainer an outcome with a next step', async () => {
  const broken = createTrainer({
    python: join(scratch, 'no-python'),
    environment: process.env,
    device: 'cpu',
    log: () => undefined,
  });
  const { sent, incoming } = generateMailbox('rafe-colder');
  const ports = fakePorts({ desk: mailboxDesk({ sent, incoming }), trainer: broken });
  const job = { ...ports.job, ownAddresses: [generateMailbox('rafe-colder').address] };
  const jobDir = join(scratch, 'no-python-job');
  const outcome = await runJob({ jobDir, ports: { ...ports, job }, signal: never });
  expect(outcome).toMatchObject({
    kind: 'failed',
    error: { code: 'python_missing', retryable: true },
  });
});
