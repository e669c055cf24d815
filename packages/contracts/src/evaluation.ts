import { z } from 'zod';

/** Held-out loss of one mailbox's pairs, in nats per reply token, measured through the served model. */
export const heldOutSchema = z.object({
  pairs: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
  base: z.number(),
  tuned: z.number(),
});

/** Another writer's model on the same pairs: it must do worse than the own one, or nothing personal was learned. */
export const controlSchema = z.object({ modelName: z.string(), nats: z.number() });

export const sampleDraftSchema = z.object({
  rowId: z.string(),
  base: z.string(),
  tuned: z.string(),
});

/** What DEPLOYING found out about an adapter before it may serve. Numbers only: it lies in the job's log. */
export const evaluationSchema = z.object({
  heldOut: heldOutSchema,
  /** `null` where the agent holds no other writer's model. */
  control: controlSchema.nullable(),
  /** `promote` switches the mailbox to the new version, `keep_base` keeps what drafts now. */
  verdict: z.enum(['promote', 'keep_base']),
  reason: z.string().max(300),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** The tuned model must save this many nats per token on held-out mail, or the base stays. */
export const MIN_GAIN_NATS = 0.1;

/** The spine's gate: held-out loss alone. */
export function verdictOf(
  heldOut: z.infer<typeof heldOutSchema>,
  control: z.infer<typeof controlSchema> | null = null,
): Evaluation {
  const gain = heldOut.base - heldOut.tuned;
  const promote = heldOut.pairs > 0 && gain >= MIN_GAIN_NATS;
  const reason = promote
    ? `Your model predicts your own replies better than the base: ${heldOut.tuned.toFixed(2)} against ${heldOut.base.toFixed(2)} nats per token on ${heldOut.pairs} held-out mails.`
    : `The base stays: on ${heldOut.pairs} held-out mails the new model gained only ${gain.toFixed(2)} nats per token (${MIN_GAIN_NATS} needed).`;
  return { heldOut, control, verdict: promote ? 'promote' : 'keep_base', reason };
}
