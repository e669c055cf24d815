import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ServiceError } from '@emailai/contracts/errors';
import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import { type Call, callOf } from './calls';
import type { ModelJob, ModelState } from './job-model';
import { type Operation, sayOperation } from './operations';
import type { World } from './world';

/** Leases are an hour old or young; nothing is between. */
const OLD_LEASE_MS = 30 * 60_000;

/** Makes one operation at the plane and in the model; the answer is a sentence where the two differ. */
export async function play(world: World, operation: Operation): Promise<string | null> {
  const calls: (Pick<Operation, 'losesReply' | 'lagMs'> & { call: Call })[] = [];
  for (const one of [operation, operation.beside]) {
    const call = one === null ? null : callOf(world, one, calls[0]?.call.jobId);
    const isTold = call?.claimId !== undefined && call.claimId === calls[0]?.call.claimId;
    if (one !== null && call !== null && !isTold) calls.push({ ...one, call });
  }
  const answers = await Promise.all(
    calls.map(async ({ call, lagMs }, index) => {
      if (index > 0) await sleep(lagMs);
      return answerOf(call);
    }),
  );
  const rows = await readJobs(world);
  const asked = calls.map(({ call }, index) => ({ call, answer: answers[index] ?? '' }));
  const orders = asked.length < 2 ? [asked] : [asked, asked.toReversed()];
  const tried = orders.map((order) => foresee(world.state, order, rows));
  const right = tried.find(({ differs }) => differs === null);
  if (right === undefined) {
    return `${sayOperation(operation)} was answered with ${answers.join(' and ')}: ${tried[0]?.differs}`;
  }
  world.state = right.state;
  for (const { call, losesReply } of calls) {
    const { answer = '' } = asked.find((one) => one.call === call) ?? {};
    if (!losesReply) await call.hear?.(answer);
  }
  return null;
}

async function answerOf(call: Call): Promise<string> {
  try {
    return await call.make();
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

/** The model after these calls in this order, and how it differs from the plane. */
function foresee(
  before: ModelState,
  order: readonly { call: Call; answer: string }[],
  rows: readonly ModelJob[],
): { state: ModelState; differs: string | null } {
  const state = structuredClone(before);
  for (const { call, answer } of order) {
    const expected = call.expect(state, answer);
    if (expected !== answer) return { state, differs: `expected was ${expected}` };
  }
  // Two jobs of one millisecond have the order of their ids, which the model cannot know.
  const place = new Map(rows.map(({ id }, index) => [id, index]));
  state.jobs.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  if (rows.length !== state.jobs.length) {
    return { state, differs: `${state.jobs.length} jobs should be there, not ${rows.length}` };
  }
  const at = rows.findIndex((row, index) => !isDeepStrictEqual(row, state.jobs[index]));
  if (at < 0) return { state, differs: null };
  const [row, expected] = [rows[at], state.jobs[at]].map((job) => JSON.stringify(job));
  return { state, differs: `the job ${row} should be ${expected}` };
}

/** Every job as the model would write it down, oldest first. */
async function readJobs({ ctx, writers }: World): Promise<ModelJob[]> {
  const rows = await ctx.db.prisma.fineTuningJob.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    id: row.id,
    writer: writers.findIndex(({ userId }) => userId === row.userId),
    status: row.status,
    epoch: row.leaseEpoch,
    agent: row.agentId,
    claimId: row.claimId,
    agentSeq: row.agentSeq,
    attempts: row.attempts,
    isCancelWanted: row.cancelRequestedAt !== null,
    hasLapsed:
      ACTIVE_STATUSES.includes(row.status) &&
      row.leaseUntil !== null &&
      row.leaseUntil.getTime() < Date.now() - OLD_LEASE_MS,
    adapter: row.adapterSha256,
    retryOf: row.retryOf,
    eventSeq: row.eventSeq,
  }));
}
