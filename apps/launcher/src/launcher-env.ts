import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Sentence } from './sentence';

const repositoryDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const filled = z.string().trim().min(1);

/** What the commands take from the environment; scripts/run.mjs sets the EMAILAI_ ones. */
const launcherEnvSchema = z.object({
  EMAILAI_PYTHON: filled.default('python3'),
  EMAILAI_CACHE: filled.default(join(homedir(), '.cache', 'emailai')),
  EMAILAI_STATE: filled.default(join(repositoryDir, '.emailai')),
  EMAILAI_PG_HOME: filled.optional(),
  /** Milliseconds that were spent on setting up before this process began. */
  EMAILAI_SETUP_MS: z.coerce.number().nonnegative().default(0),
  DATABASE_URL: filled.optional(),
  AGENT_BASE: filled.optional(),
});
export type LauncherEnv = z.infer<typeof launcherEnvSchema>;

/** Variables of later features: naming them beats ignoring them silently. */
const UNUSED_YET: Readonly<Record<string, string>> = {
  VASTAI_API_KEY: 'renting a GPU',
};

/** An empty variable counts as not set. */
export function readLauncherEnv(variables: NodeJS.ProcessEnv): LauncherEnv {
  const set = Object.entries(variables).filter(([, value]) => value !== '');
  const parsed = launcherEnvSchema.safeParse(Object.fromEntries(set));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Sentence(`${issue?.path.join('.')} cannot be used: ${issue?.message}.`);
}

/** One sentence for each variable that is set and does nothing. */
export function unusedVariables(variables: NodeJS.ProcessEnv): string[] {
  return Object.entries(UNUSED_YET)
    .filter(([name]) => (variables[name] ?? '') !== '')
    .map(
      ([name, feature]) =>
        `${name} is set but not used: ${feature} is not part of this version yet.`,
    );
}
