import { type ConsoleReport, createConsoleReport } from './console-report';
import { readAgentEnv } from './env';
import { CommandError, EXIT, type ExitCode } from './exit-codes';
import { type Command, HELP, parseCommand } from './parse-command';
import { showDoor } from './show-door';
import { showStatus } from './show-status';

async function main(args: string[]): Promise<ExitCode> {
  let report = createConsoleReport({ json: args.includes('--json') });
  try {
    const command = parseCommand(args);
    report = createConsoleReport({ json: command.json });
    return await carryOut(command, report);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    report.fail(error.message, error.exitCode);
    return error.exitCode;
  }
}

async function carryOut(command: Command, report: ConsoleReport): Promise<ExitCode> {
  if (command.name === 'help') {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const { server, tokenFile, home, base, engine } = command;
  const env = readAgentEnv({
    ...process.env,
    ...(server === undefined ? {} : { AGENT_SERVER_URL: server }),
    ...(tokenFile === undefined ? {} : { AGENT_TOKEN_FILE: tokenFile }),
    ...(home === undefined ? {} : { AGENT_HOME: home }),
    ...(base === undefined ? {} : { AGENT_BASE: base }),
    ...(engine === undefined ? {} : { AGENT_ENGINE: engine }),
  });
  if (command.name === 'status') return showStatus(env, report);
  if (command.name === 'door') return showDoor(env, report);
  // Loaded when it is needed: help and status should not wait for what trains and serves.
  const { workAsAgent } = await import('./work-as-agent');
  return workAsAgent(env, report, {
    once: command.name === 'run' || command.once,
    jobId: command.name === 'run' ? command.jobId : null,
    stopWithStdin: command.name === 'serve' && command.stopWithStdin,
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`gpu-agent: ${error instanceof Error ? error.stack : error}\n`);
    process.exit(EXIT.failed);
  },
);
