import { parseArgs } from 'node:util';
import { type Engine, misused, parseEngine, parsePort } from './demo-options';

export interface StartOptions {
  help: boolean;
  port: number | null;
  databaseUrl: string | null;
  base: string | null;
  engine: Engine | null;
  withoutAgent: boolean;
}

export const START_HELP = `npm start -- [options]

  --base BASE       tiny (for trying out only), a Hugging Face directory or a GGUF file (AGENT_BASE)
  --port N          port of the web server (default: the first free one from 3210 on)
  --database URL    a PostgreSQL of your own (DATABASE_URL) instead of the embedded one
  --engine NAME     embedded, or ollama (AGENT_ENGINE; ollama where OLLAMA_BASE_URL is set)
  --no-agent        web server only; agents run elsewhere with a token from npm run agent:token
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  database: { type: 'string' },
  base: { type: 'string' },
  engine: { type: 'string' },
  'no-agent': { type: 'boolean' },
} as const;

/** Throws a Sentence with exit code 2 for what it does not understand. */
export function parseStartOptions(args: string[]): StartOptions {
  const values = parse(args);
  return {
    help: values.help ?? false,
    port: parsePort(values.port),
    databaseUrl: values.database ?? null,
    base: values.base ?? null,
    engine: parseEngine(values.engine),
    withoutAgent: values['no-agent'] ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error));
  }
}
