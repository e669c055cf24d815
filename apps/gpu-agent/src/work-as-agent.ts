import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { AGENT_PROTOCOL } from '@emailai/contracts/agent-protocol';
import { StageError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import type { Base } from '@emailai/pipeline/base/base';
import { resolveBase } from '@emailai/pipeline/base/resolve-base';
import { ServingError } from '@emailai/serving/serving-error';
import type { ConsoleReport } from './console-report';
import { type AgentExit, runAgent } from './core/agent';
import type { AgentEnv } from './env';
import { CommandError, EXIT, type ExitCode } from './exit-codes';
import { listenForStop, type StopSignals } from './listen-for-stop';
import { type ChildJournal, openChildJournal } from './node/child-journal';
import { createDial } from './node/dial-server';
import type { Door } from './node/door/open-door';
import { openDoorOfAgent } from './node/door/open-door-of-agent';
import { probeGpus } from './node/gpu-probe';
import { HomeTakenError, lockHome } from './node/instance-lock';
import { openJournalFolder } from './node/journal-folder';
import { openModelStore } from './node/model-store';
import { onlyNamedFile } from './node/only-named-file';
import { type ModelParts, openModels } from './node/open-models';

import { readToken } from './node/read-token';
import { openStatusFile } from './node/status-file';
import { systemClock } from './node/system-clock';
import { ownVersion } from './own-version';

export interface WorkOptions {
  /** Leave when no job waits. */
  once: boolean;
  /** Take this job only. */
  jobId: string | null;
  stopWithStdin: boolean;
}

/** One job at a time: two trainings on one device only slow each other down. */
const MAX_JOBS = 1;
const MAX_DRAFTS = 4;
/** A run for once does not wait longer for a server. */
const ONCE_GIVES_UP_MS = 30_000;

/** Builds the agent of this machine and works until told to stop. */
export async function workAsAgent(
  env: AgentEnv,
  report: ConsoleReport,
  options: WorkOptions,
  parts: ModelParts = {},
): Promise<ExitCode> {
  const home = env.AGENT_HOME;
  const token = await readToken({ value: env.AGENT_TOKEN, file: env.AGENT_TOKEN_FILE });
  if (env.AGENT_BASE === undefined) {
    throw new CommandError(
      EXIT.config,
      'No base model is set: AGENT_BASE names a Hugging Face directory or a GGUF file; "tiny" is there for trying out.',
    );
  }
  await mkdir(home, { recursive: true, mode: 0o700 });
  const lock = await lockHome(home).catch((error: unknown) => {
    if (error instanceof HomeTakenError) throw new CommandError(EXIT.tryAgain, error.message);
    throw error;
  });
  try {
    const signals = listenForStop({ stopWithStdin: options.stopWithStdin, say: report.say });
    const children = await openChildJournal(home);
    const reaped = await children.reap();
    if (reaped > 0) report.say(`Ended ${reaped} processes that an earlier agent left behind.`);
    return await workLocked(env, env.AGENT_BASE, token, {
      report,
      options,
      children,
      signals,
      parts,
    });
  } finally {
    await lock.release();
  }
}

async function workLocked(
  env: AgentEnv,
  setting: string,
  token: string,
  run: {
    report: ConsoleReport;
    options: WorkOptions;
    children: ChildJournal;
    signals: StopSignals;
    parts: ModelParts;
  },
): Promise<ExitCode> {
  const { report, options } = run;
  const { stop, drain, handBack } = run.signals;
  // Before there is a connection there is no job to finish either.
  const early = AbortSignal.any([stop, drain]);
  const home = env.AGENT_HOME;
  report.status({ state: { name: 'preparing' }, agentName: null, jobs: [] });
  const [base, gpus] = await Promise.all([prepareBase(env, setting, report, early), probeGpus()]);
  if (base === null) return EXIT.ok;
  const store = await openModelStore(home, base.sha256, report.say);
  const models = await openModels({
    base,
    store,
    env,
    gpus,
    children: run.children,
    parts: run.parts,
    log: report.say,
  }).catch((error: unknown) => {
    if (!(error instanceof ServingError)) throw error;
    throw new CommandError(EXIT.unavailable, error.message, { cause: error });
  });
  const tags = () => store.list().map(({ tag }) => tag);
  const status = openStatusFile(home, {
    server: env.AGENT_SERVER_URL,
    base: base.name,
    models: tags,
  });
  let door: Door | null = null;
  try {
    door = await openDoorOfAgent({ env, base, store, engine: models.engine, say: report.say });
    const exit = await runAgent(
      {
        dial: createDial({ serverUrl: env.AGENT_SERVER_URL, token }),
        journal: await openJournalFolder(home),
        runJob: models.runJob,
        writeDraft: onlyNamedFile(store, models.writeDraft),
        clock: systemClock,
        random: Math.random,
        log: report.say,
        identity: {
          protocol: AGENT_PROTOCOL,
          version: await ownVersion(),
          bootId: newId(),
          hostName: hostname(),
          gpus,
          base: { name: base.name, parameters: base.parameters, trialOnly: base.trialOnly },
          engine: models.engine.kind,
        },
        models: tags,
        onStatus(now) {
          report.status(now);
          status.show(now);
        },
      },
      {
        maxJobs: MAX_JOBS,
        maxDrafts: MAX_DRAFTS,
        once: options.once,
        jobId: options.jobId,
        giveUpMs: options.once ? ONCE_GIVES_UP_MS : null,
      },
      stop,
      { drain, handBack },
    );
    return exitCodeFor(exit, options, env);
  } finally {
    await door?.close();
    await models.close();
    await status.close();
  }
}

/** `null` where the agent was stopped meanwhile. */
async function prepareBase(
  env: AgentEnv,
  setting: string,
  report: ConsoleReport,
  signal: AbortSignal,
): Promise<Base | null> {
  try {
    return await resolveBase({
      setting,
      cacheDir: env.EMAILAI_CACHE,
      python: env.EMAILAI_PYTHON,
      environment: process.env,
      log: report.say,
      signal,
    });
  } catch (error) {
    if (signal.aborted) return null;
    if (!(error instanceof StageError)) throw error;
    const { code, message, nextStep } = error.jobError;
    const exitCode = code === 'base_missing' ? EXIT.config : EXIT.unavailable;
    throw new CommandError(exitCode, `${message} ${nextStep}`, { cause: error });
  }
}

function exitCodeFor(exit: AgentExit, options: WorkOptions, env: AgentEnv): ExitCode {
  switch (exit.kind) {
    case 'stopped':
      return EXIT.ok;
    case 'done':
      if (options.jobId !== null && exit.ends.length === 0) {
        throw new CommandError(
          EXIT.failed,
          `Job ${options.jobId} does not wait for an agent: it is taken, has ended, or never was.`,
        );
      }
      return exit.ends.includes('failed') ? EXIT.failed : EXIT.ok;
    case 'unauthorized':
      throw new CommandError(
        EXIT.config,
        `${exit.message} Make a new one on the server with \`npm run agent:token\`.`,
      );
    case 'refused':
      throw new CommandError(EXIT.config, `The server does not take this agent: ${exit.message}`);
    case 'unreachable':
      throw new CommandError(
        EXIT.unavailable,
        `The server at ${env.AGENT_SERVER_URL} does not answer: ${exit.message}`,
      );
  }
}
