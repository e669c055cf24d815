import { z } from 'zod';

const envSchema = z.object({
  /** The address people open, where it differs from http://localhost:<port>: a name, a proxy with TLS. */
  EMAILAI_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** `open` lets anybody who reaches the page sign up; by default only the first visitor may. */
  EMAILAI_SIGN_UP: z.enum(['first', 'open']).default('first'),
});

export interface WebEnv {
  publicUrl: string | undefined;
  signUp: 'first' | 'open';
}

/** Reads what the web server takes from the environment; throws a sentence naming the variable that is wrong. */
export function readWebEnv(env: NodeJS.ProcessEnv): WebEnv {
  const parsed = envSchema.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.')} cannot be used: ${issue?.message}.`);
  }
  return { publicUrl: parsed.data.EMAILAI_URL, signUp: parsed.data.EMAILAI_SIGN_UP };
}
