import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobStatus } from '@emailai/contracts/job/states';
import type { PersonaId } from '@emailai/contracts/personas';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import {
  isAlive,
  type ProcessIdentity,
  readIdentity,
} from '@emailai/gpu-agent/node/process-identity';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { followJob } from '@emailai/services/job/follow-job';
import { startControlPlane } from '@emailai/web/server/start-control-plane';
import { createLogReader } from '../once/read-log';
import { type AgentChild, startAgentChild } from '../product/agent-child';
import { ensureAgentToken } from '../product/ensure-agent-token';
import { seedPersona } from '../seed/seed-personas';

/** The writer with the fewest mails that still may train: the fault is the same and comes sooner. */
const WRITER: PersonaId = 'rafe-colder';
/** Agent, base, training and deployment on a busy machine. */
const JOB_TIMEOUT_MS = 8 * 60_000;

export interface KilledRun {
  statuses: JobStatus[];
  /** Gaps, repeats and falls of the log. */
  problems: string[];
  completedEvents: number;
  modelVersions: number;
  kills: number;
  /** Children of the killed agent that were alive after the job had ended. */
  orphans: number;
  seconds: number;
}

/**
 * Kills the agent with SIGKILL at the first training step that anybody can see, lets it be started again, and
 * follows the job to its end. The database must be empty and migrated.
 */
export async function killAtFirstStep(input: {
  databaseUrl: string;
  python: string;
  cacheDir: string;
  say: (sentence: string) => void;
}): Promise<KilledRun> {
  const home = await mkdtemp(join(tmpdir(), 'emailai-fault-'));
  const startedMs = Date.now();
  const plane = await startControlPlane({
    databaseUrl: input.databaseUrl,
    vault: await openMailVault({ keyFile: join(home, 'operator-key.json') }),
    stateDir: home,
    port: 0,
    pages: 'off',
    isDemo: true,
    log: () => {},
  });
  const { ctx } = plane;
  const tokenFile = join(home, 'token');
  const agentHome = join(home, 'agent');
  let agent: AgentChild | null = null;
  try {
    const writer = await seedPersona(ctx, WRITER);
    await ensureAgentToken(ctx, { file: tokenFile, name: 'to be killed' });
    agent = startAgentChild({
      serverUrl: `http://127.0.0.1:${plane.port}`,
      tokenFile,
      home: agentHome,
      base: 'tiny',
      engine: 'embedded',
      python: input.python,
      cacheDir: input.cacheDir,
      log: (sentence) => input.say(`agent: ${sentence}`),
    });
    await Promise.race([agent.ready, agent.hopeless]);
    const { job } = await startFineTune({
      ctx,
      input: { ...writer, idempotencyKey: randomUUID() },
    });

    const log = createLogReader();
    const children: ProcessIdentity[] = [];
    let kills = 0;
    let completedEvents = 0;
    const signal = AbortSignal.timeout(JOB_TIMEOUT_MS);
    const events = followJob({
      ctx,
      input: { userId: writer.userId, jobId: job.id, afterSeq: 0, signal },
    });
    for await (const event of events) {
      log.see(event);
      if (event.payload.type === 'completed') completedEvents += 1;
      const pid = agent.pid();
      if (event.payload.type === 'step' && kills === 0 && pid !== null) {
        children.push(...(await readChildren(agentHome)));
        process.kill(pid, 'SIGKILL');
        kills += 1;
        input.say(`killed at step ${event.payload.step}, ${children.length} children left behind`);
      }
    }
    signal.throwIfAborted();
    const alive = await Promise.all(children.map(isAlive));
    return {
      statuses: log.statuses,
      problems: log.problems,
      completedEvents,
      modelVersions: await ctx.db.prisma.modelVersion.count({ where: { jobId: job.id } }),
      kills,
      orphans: alive.filter(Boolean).length,
      seconds: Math.round((Date.now() - startedMs) / 1_000),
    };
  } finally {
    await agent?.stop();
    await plane.close();
    await rm(home, { recursive: true, force: true });
  }
}

/** The children that the agent of `home` has written down. */
async function readChildren(home: string): Promise<ProcessIdentity[]> {
  const folder = join(home, 'children');
  const found = await Promise.all(
    (await readdir(folder)).map((name) => readIdentity(join(folder, name))),
  );
  return found.filter((identity) => identity !== null);
}
