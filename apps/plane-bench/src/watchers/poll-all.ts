import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { percentileOf } from '../figures';
import { machineMs } from '../machine-clock';

const answerSchema = z.array(
  z.object({
    seq: z.number(),
    payload: z.object({ type: z.string(), loss: z.number().optional() }),
  }),
);

const EVERY_MS = 1_000;

/** Each page asks once a second for what is new of its job, once it has been answered; a failure costs it that turn. */
export async function pollAll(input: { port: number; jobIds: string[]; seconds: number }) {
  const http = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const latenciesMs: number[] = [];
  const startedMs = machineMs();
  const untilMs = startedMs + input.seconds * 1_000;
  let answers = 0;
  let failures = 0;

  async function page(jobId: string, delayMs: number): Promise<void> {
    let afterSeq = 0;
    for (let dueMs = startedMs + delayMs; dueMs < untilMs; dueMs += EVERY_MS) {
      await sleep(Math.max(0, dueMs - machineMs()));
      const path = `/events?jobId=${jobId}&afterSeq=${afterSeq}`;
      const events = await readJson(http, input.port, path).then(answerSchema.parse, () => null);
      const nowMs = machineMs();
      if (events === null) failures += 1;
      else answers += 1;
      for (const { seq, payload } of events ?? []) {
        afterSeq = seq;
        if (payload.loss !== undefined && payload.loss >= startedMs) {
          latenciesMs.push(nowMs - payload.loss);
        }
      }
      dueMs = Math.max(dueMs, nowMs - EVERY_MS);
    }
  }
  const spread = EVERY_MS / input.jobIds.length;
  await Promise.all(input.jobIds.map((jobId, index) => page(jobId, index * spread)));
  http.destroy();
  return {
    answersPerSecond: answers / ((machineMs() - startedMs) / 1_000),
    failures,
    p50Ms: percentileOf(latenciesMs, 0.5),
    p99Ms: percentileOf(latenciesMs, 0.99),
  };
}

function readJson(agent: Agent, port: number, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    get({ agent, host: '127.0.0.1', port, path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(JSON.parse(text)));
      answer.on('error', reject);
    }).on('error', reject);
  });
}
