import { parseArgs } from 'node:util';
import { isPersonaId, PERSONAS, type PersonaId } from '@emailai/contracts/personas';
import { Sentence } from './sentence';

const ENGINES = ['embedded', 'ollama'] as const;
export type Engine = (typeof ENGINES)[number];

export interface DemoOptions {
  help: boolean;
  once: boolean;
  json: boolean;
  fresh: boolean;
  writer: PersonaId;
  /** Real mail instead of a persona's. */
  mail: { sentFile: string; inboxFile: string | null; address: string } | null;
  databaseUrl: string | null;
  engine: Engine;
  port: number | null;
  base: string | null;
}

export const DEMO_HELP = `npm run demo -- [options]

  --once            train one writer's model and answer held-out mail, then leave
  --json            with --once: everything on stderr but one line of JSON on stdout
  --writer NAME     whose model (default nora-vale): ${PERSONAS.map(({ id }) => id).join(', ')}
  --mbox FILE       real sent mail (mboxrd, plain or .gz) instead of a writer's, with --once
  --inbox FILE      the mail it answers
  --address A       the address it was sent from
  --base BASE       tiny (default), a Hugging Face directory or a GGUF file
  --port N          port of the web server (default: the first free one from 3210 on)
  --database URL    a PostgreSQL of your own instead of the embedded one
  --engine NAME     embedded (default), or ollama: the one at OLLAMA_BASE_URL or on its usual port
  --fresh           forget what earlier demos left
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  once: { type: 'boolean' },
  json: { type: 'boolean' },
  fresh: { type: 'boolean' },
  writer: { type: 'string' },
  mbox: { type: 'string' },
  inbox: { type: 'string' },
  address: { type: 'string' },
  database: { type: 'string' },
  engine: { type: 'string' },
  port: { type: 'string' },
  base: { type: 'string' },
} as const;

/** Throws a Sentence with exit code 2 for what it does not understand. */
export function parseDemoOptions(args: string[]): DemoOptions {
  const values = parse(args);
  const once = values.once ?? false;
  if (values.json && !once) throw misused('--json belongs to --once.');
  return {
    help: values.help ?? false,
    once,
    json: values.json ?? false,
    fresh: values.fresh ?? false,
    writer: writerOf(values.writer),
    mail: mailOf(values, once),
    databaseUrl: values.database ?? null,
    engine: parseEngine(values.engine) ?? 'embedded',
    port: parsePort(values.port),
    base: values.base ?? null,
  };
}

export function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw misused(`--port ${text} is not a port: 1 to 65535.`);
}

export function parseEngine(text: string | undefined): Engine | null {
  if (text === undefined) return null;
  const known = ENGINES.find((engine) => engine === text);
  if (known !== undefined) return known;
  throw misused(`There is no engine "${text}": ${ENGINES.join(' or ')}.`);
}

export const misused = (text: string) =>
  new Sentence(`${text} --help lists what there is.`, { exitCode: 2 });

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error));
  }
}

/** `nora-vale`, `nora` or `Nora Vale`. */
function writerOf(text: string | undefined): PersonaId {
  if (text === undefined) return 'nora-vale';
  const wanted = text.trim().toLowerCase().replaceAll(' ', '-');
  if (isPersonaId(wanted)) return wanted;
  const known = PERSONAS.filter(({ id }) => id.startsWith(`${wanted}-`));
  if (known.length === 1 && known[0] !== undefined) return known[0].id;
  throw misused(`There is no writer "${text}": ${PERSONAS.map(({ id }) => id).join(', ')}.`);
}

function mailOf(
  values: { mbox?: string; inbox?: string; address?: string },
  once: boolean,
): DemoOptions['mail'] {
  const { mbox, inbox, address } = values;
  if (mbox === undefined) {
    if (inbox !== undefined || address !== undefined) {
      throw misused('--inbox and --address belong to --mbox.');
    }
    return null;
  }
  if (!once) throw misused('--mbox belongs to --once.');
  if (address === undefined || !/^\S+@\S+$/.test(address)) {
    throw misused('--mbox needs --address, the address the mail was sent from.');
  }
  return { sentFile: mbox, inboxFile: inbox ?? null, address: address.toLowerCase() };
}
