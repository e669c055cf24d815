import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandError, EXIT } from './exit-codes';

const filled = z.string().trim().min(1);
const url = z
  .url({ protocol: /^(https?|wss?)$/, error: 'must be an http(s) or ws(s) address' })
  .transform((text) => text.replace(/\/+$/, ''));

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });

const ENGINES = ['embedded', 'ollama', 'vllm'] as const;
/** Where a vLLM listens unless it is told otherwise. */
const VLLM_USUAL_URL = 'http://127.0.0.1:8000';
const OLLAMA_MODES = ['auto', 'adapter', 'merged'] as const;
const MERGED_WEIGHTS = ['same', 'q8_0'] as const;
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be ${values.join(', ').replace(/, ([^,]*)$/, ' or $1')}` });
/** Where an Ollama listens unless it is told otherwise. */
const OLLAMA_USUAL_URL = 'http://127.0.0.1:11434';

const agentEnvSchema = z
  .object({
    AGENT_SERVER_URL: url.default('http://127.0.0.1:3000'),
    AGENT_TOKEN: filled.optional(),
    AGENT_TOKEN_FILE: filled.optional(),
    AGENT_HOME: filled.default(join(homedir(), '.local', 'state', 'emailai-agent')),
    /** `tiny`, a Hugging Face directory, or a GGUF file. */
    AGENT_BASE: filled.optional(),
    /** What an hour of this machine costs, for the cost shown beside a job. */
    AGENT_COST_PER_HOUR_USD: z.coerce.number().nonnegative().default(0),
    /** What it draws while it trains, for the energy shown beside a job; else the GPU's own reading counts. */
    AGENT_WATTS: z.coerce.number().positive().optional(),
    /** What serves the models; an OLLAMA_BASE_URL alone asks for Ollama. */
    AGENT_ENGINE: oneOf(ENGINES).optional(),
    /** How an Ollama gets the models: as adapters, or merged into the base where it takes none. */
    AGENT_OLLAMA_MODE: oneOf(OLLAMA_MODES).default('auto'),
    /** What merged models are written in: as precisely as the base, or smaller. */
    AGENT_MERGED_WEIGHTS: oneOf(MERGED_WEIGHTS).default('same'),
    /** Where Ollama keeps its models, as its own settings name it: whether a merged one fits is asked there. */
    OLLAMA_MODELS: filled.optional(),
    OLLAMA_BASE_URL: httpUrl.optional(),
    VLLM_BASE_URL: httpUrl.default(VLLM_USUAL_URL),
    VLLM_API_KEY: filled.optional(),
    /** Where adapters are written for a vLLM, which must read them at the same path; `peft` in the agent's folder. */
    VLLM_ADAPTER_DIR: filled.optional(),
    /** Seconds after which memory is given back when nothing was asked; unset leaves it to the engine. */
    AGENT_KEEP_ALIVE_S: z.coerce.number().positive().optional(),
    /** How many people's contexts stay warm on the embedded engine. */
    AGENT_MAX_CONTEXTS: z.coerce.number().int().min(1).max(256).default(8),
    /** Where programs of this machine find the models as if the agent were an Ollama; 0 is nowhere. */
    AGENT_DOOR_PORT: z.coerce
      .number({ error: 'must be a number' })
      .int()
      .min(0)
      .max(65_535)
      .default(0),
    EMAILAI_PYTHON: filled.default('python3'),
    EMAILAI_CACHE: filled.default(join(homedir(), '.cache', 'emailai')),
  })
  .transform(({ AGENT_ENGINE, OLLAMA_BASE_URL, VLLM_BASE_URL, ...env }) => {
    const engine = AGENT_ENGINE ?? (OLLAMA_BASE_URL === undefined ? 'embedded' : 'ollama');
    const ollamaUrl = engine === 'ollama' ? (OLLAMA_BASE_URL ?? OLLAMA_USUAL_URL) : null;
    const vllmUrl = engine === 'vllm' ? VLLM_BASE_URL : null;
    return { ...env, ollamaUrl, vllmUrl };
  });
/** `ollamaUrl` and `vllmUrl` are null where that engine does not serve. */
export type AgentEnv = z.infer<typeof agentEnvSchema>;

/** The agent's settings. An empty variable counts as not set. */
export function readAgentEnv(variables: NodeJS.ProcessEnv): AgentEnv {
  const set = Object.entries(variables).filter(([, value]) => value !== '');
  const parsed = agentEnvSchema.safeParse(Object.fromEntries(set));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CommandError(EXIT.config, `${issue?.path.join('.')} ${issue?.message}.`);
}
