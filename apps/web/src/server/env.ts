import { ServiceError } from '@emailai/contracts/errors';
import { z } from 'zod';
import type { Operations, WebhookSettings } from './operations';

const DAY_MS = 24 * 3_600_000;

/** Several values beside each other while one is being changed. */
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);
const flag = z.enum(['0', '1']).transform((value) => value === '1');

const envSchema = z.object({
  /** The address people open, where it differs from http://localhost:<port>: a name, a proxy with TLS. */
  EMAILAI_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** `open` lets anybody who reaches the page sign up; by default only the first visitor may. */
  EMAILAI_SIGN_UP: z.enum(['first', 'open']).default('first'),
  /** Lets outside workers tell of jobs. */
  INTERNAL_API_KEY: list
    .pipe(z.array(z.string().regex(/^[\x21-\x7e]{16,}$/, 'each key needs 16 characters or more')))
    .default([]),
  /** Where events of jobs are sent, and what signs them. */
  FINE_TUNING_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  FINE_TUNING_WEBHOOK_SECRET: list
    .pipe(
      z.array(
        z
          .string()
          .refine(isWebhookSecret, 'it must be whsec_ and the base64 of 24 to 64 random bytes'),
      ),
    )
    .default([]),
  /** Lets webhooks lead into private networks, and by plain HTTP. */
  FINE_TUNING_WEBHOOK_ALLOW_PRIVATE: flag.default(false),
  /** Lets metrics be read from other machines. */
  METRICS_TOKEN: z.string().min(16, 'it needs 16 characters or more').optional(),
  /** Days for which steps and losses of ended jobs are kept. */
  EMAILAI_KEEP_EVENTS_DAYS: z.coerce.number().int().min(7).max(36_500).optional(),
});
type Parsed = z.infer<typeof envSchema>;

export interface WebEnv {
  publicUrl: string | undefined;
  signUp: 'first' | 'open';
  operations: Operations;
}

/**
 * Reads what the web server takes from the environment, an empty variable being one that is not set. Throws a
 * sentence naming the variable that is wrong.
 */
export function readWebEnv(env: NodeJS.ProcessEnv): WebEnv {
  const set = Object.entries(env).filter(([, value]) => value !== '');
  const parsed = envSchema.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refusal(`${issue?.path[0]?.toString()} cannot be used: ${issue?.message}.`);
  }
  const { data } = parsed;
  const keepDays = data.EMAILAI_KEEP_EVENTS_DAYS;
  return {
    publicUrl: data.EMAILAI_URL,
    signUp: data.EMAILAI_SIGN_UP,
    operations: {
      internalKeys: data.INTERNAL_API_KEY,
      webhook: webhookOf(data),
      metricsToken: data.METRICS_TOKEN ?? null,
      retention: keepDays === undefined ? {} : { jobEventsMs: keepDays * DAY_MS },
    },
  };
}

const refusal = (message: string) =>
  new ServiceError('invalid_input', message, { nextStep: 'Correct it, or unset it.' });

function webhookOf(data: Parsed): WebhookSettings | null {
  if (data.FINE_TUNING_WEBHOOK_URL === undefined) return null;
  const url = new URL(data.FINE_TUNING_WEBHOOK_URL);
  const allowPrivate = data.FINE_TUNING_WEBHOOK_ALLOW_PRIVATE;
  const refuse = (why: string) => refusal(`FINE_TUNING_WEBHOOK_URL cannot be used: ${why}.`);
  if (url.username !== '' || url.password !== '') {
    throw refuse('it must hold no user name or password; receivers check the signature');
  }
  if (url.protocol === 'http:' && !allowPrivate) {
    throw refuse('it must be https (FINE_TUNING_WEBHOOK_ALLOW_PRIVATE=1 lets plain http pass)');
  }
  return { url, secrets: data.FINE_TUNING_WEBHOOK_SECRET, allowPrivate };
}

function isWebhookSecret(text: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (base64 === undefined) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}
