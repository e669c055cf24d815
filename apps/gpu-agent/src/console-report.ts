import type { AgentStatus } from './core/agent';
import { stateSentence } from './core/agent-state';
import type { ExitCode } from './exit-codes';

/** What the command says: sentences on stderr, or one JSON object a line on stdout. */
export interface ConsoleReport {
  say(sentence: string): void;
  status(status: AgentStatus): void;
  answer(value: object, sentence: string): void;
  fail(sentence: string, exitCode: ExitCode): void;
}

export function createConsoleReport({ json }: { json: boolean }): ConsoleReport {
  const line = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
  const sentence = (text: string) => process.stderr.write(`gpu-agent: ${text}\n`);
  const at = () => new Date().toISOString();
  let last = '';
  if (json) {
    return {
      say: (text) => line({ at: at(), type: 'log', text }),
      status(status) {
        const now = JSON.stringify(status);
        if (now !== last) line({ at: at(), type: 'status', ...status });
        last = now;
      },
      answer: (value) => line(value),
      fail: (text, exitCode) => line({ at: at(), type: 'error', text, exitCode }),
    };
  }
  return {
    say: sentence,
    status({ state, jobs }) {
      const now = [
        stateSentence(state),
        ...jobs.map((job) => `Job ${job.jobId} ${job.status} ${job.percent} %`),
      ].join(' ');
      if (now !== last) sentence(now);
      last = now;
    },
    answer: (_value, text) => process.stdout.write(`${text}\n`),
    fail: sentence,
  };
}
