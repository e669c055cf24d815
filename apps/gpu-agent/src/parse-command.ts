import { parseArgs } from 'node:util';
import { idSchema } from '@emailai/contracts/ids';
import { CommandError, EXIT } from './exit-codes';

export interface CommandOptions {
  json: boolean;
  server: string | undefined;
  tokenFile: string | undefined;
  home: string | undefined;
  base: string | undefined;
  engine: string | undefined;
}

export type Command = CommandOptions &
  (
    | { name: 'help' }
    | { name: 'serve'; once: boolean; stopWithStdin: boolean }
    | { name: 'run'; jobId: string }
    | { name: 'status' }
    | { name: 'door' }
  );

export const HELP = `gpu-agent: trains reply models and writes drafts for an emailai server

Usage
  gpu-agent serve [--once]        work until stopped; --once: until no job waits (for cron)
  gpu-agent run --job-id ID       take that one job, then leave
  gpu-agent status                what the agent of this folder is doing
  gpu-agent door                  the tokens of the door for Ollama clients (AGENT_DOOR_PORT)

Options
  --server URL       the emailai server            (AGENT_SERVER_URL, http://127.0.0.1:3000)
  --token-file FILE  file with the token, mode 600 (AGENT_TOKEN_FILE, or the token in AGENT_TOKEN)
  --home DIR         jobs and models live here     (AGENT_HOME, ~/.local/state/emailai-agent)
  --base BASE        tiny, a Hugging Face directory or a GGUF file (AGENT_BASE)
  --engine ENGINE    embedded, ollama or vllm (AGENT_ENGINE; ollama where OLLAMA_BASE_URL is set)
  --stop-with-stdin  with serve: stop when stdin ends, for a program that starts the agent
  --json             one JSON object a line on stdout
  --help             this text

Exit codes
  0 done   1 a job failed   2 usage   69 server, Python or base not available
  75 another agent works in this folder   78 wrong settings, or the token was refused

Ctrl-C stops in order: a job under way is kept and goes on at the next start; a second one
leaves at once. SIGTERM drains: the job under way is finished first; a second SIGTERM gives it
back for another agent, a third leaves at once.
`;

const OPTIONS = {
  once: { type: 'boolean' },
  'job-id': { type: 'string' },
  'stop-with-stdin': { type: 'boolean' },
  json: { type: 'boolean' },
  server: { type: 'string' },
  'token-file': { type: 'string' },
  home: { type: 'string' },
  base: { type: 'string' },
  engine: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Throws a CommandError with exit code 2 for what it does not understand. */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parse(args);
  const options: CommandOptions = {
    json: values.json ?? false,
    server: values.server,
    tokenFile: values['token-file'],
    home: values.home,
    base: values.base,
    engine: values.engine,
  };
  const [name, ...rest] = positionals;
  if (values.help || name === 'help') return { ...options, name: 'help' };
  if (name === undefined) throw misused('A command is missing.');
  if (rest.length > 0) throw misused(`"${rest[0]}" is one word too many.`);
  if (values.once && name !== 'serve') throw misused('--once belongs to serve.');
  if (values['job-id'] !== undefined && name !== 'run') throw misused('--job-id belongs to run.');
  switch (name) {
    case 'serve':
      return {
        ...options,
        name,
        once: values.once ?? false,
        stopWithStdin: values['stop-with-stdin'] ?? false,
      };
    case 'run':
      return { ...options, name, jobId: jobIdOf(values['job-id']) };
    case 'status':
    case 'door':
      return { ...options, name };
    default:
      throw misused(`There is no command "${name}".`);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error));
  }
}

function jobIdOf(text: string | undefined): string {
  if (text === undefined) throw misused('run needs --job-id ID.');
  if (!idSchema.safeParse(text).success) throw misused(`"${text}" is not the id of a job.`);
  return text;
}

const misused = (sentence: string) =>
  new CommandError(EXIT.usage, `${sentence} \`gpu-agent --help\` lists what there is.`);
