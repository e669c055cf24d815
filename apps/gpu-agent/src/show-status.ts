import type { ConsoleReport } from './console-report';
import { type AgentState, stateSentence } from './core/agent-state';
import type { AgentEnv } from './env';
import { EXIT, type ExitCode } from './exit-codes';
import { readHolder } from './node/instance-lock';
import { readStatusFile, type StatusReport } from './node/status-file';

/** `status`: 0 where an agent works in this folder, 69 where none does. */
export async function showStatus(env: AgentEnv, report: ConsoleReport): Promise<ExitCode> {
  const holder = await readHolder(env.AGENT_HOME);
  const written = await readStatusFile(env.AGENT_HOME);
  if (holder === null) {
    const sentence = `No agent works in ${env.AGENT_HOME}. Start one with \`gpu-agent serve\`.`;
    report.answer({ running: false, home: env.AGENT_HOME }, sentence);
    return EXIT.unavailable;
  }
  if (written === null || written.pid !== holder.pid) {
    report.answer({ running: true, pid: holder.pid }, `The agent (process ${holder.pid}) starts.`);
    return EXIT.ok;
  }
  report.answer({ running: true, ...written }, inWords(written));
  return EXIT.ok;
}

function inWords(status: StatusReport): string {
  const lines = [
    stateSentence(stateOf(status)),
    `Server: ${status.server}${status.agentName === null ? '' : ` (as "${status.agentName}")`}`,
    `Base: ${status.base}`,
    `Models: ${status.models.length === 0 ? 'none yet' : status.models.join(', ')}`,
    ...status.jobs.map((job) => `Job ${job.jobId}: ${job.status}, ${job.percent} %`),
  ];
  return lines.join('\n');
}

/** The file holds what was written; a reason that is missing is shown as none. */
function stateOf({ state: { name, reason = '', until = null } }: StatusReport): AgentState {
  if (name === 'yielding') return { name, reason, until };
  if (name === 'paused') return { name, until };
  if (name === 'blocked' || name === 'error') return { name, reason };
  return { name };
}
