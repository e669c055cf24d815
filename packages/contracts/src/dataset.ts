import { z } from 'zod';

/** Most rows a training set holds, and most sent mails read to find them. */
export const MAX_ROWS = 500;
export const MAX_SENT_READ = 2_000;
/** Share of the newest rows held out, and how many there are at least. */
export const HELD_OUT_SHARE = 0.2;
export const MIN_HELD_OUT = 20;
/** Fewest training rows that are worth a job. */
export const MIN_TRAIN_ROWS = 20;
/** A reply is cut at so many words. */
export const MAX_REPLY_WORDS = 400;

/** One Alpaca row; `id` is the sent mail's id and `sentAt` its date, for the split by time. */
export const datasetRowSchema = z.object({
  id: z.string(),
  sentAt: z.iso.datetime(),
  instruction: z.string(),
  input: z.string(),
  output: z.string().min(1),
});
export type DatasetRow = z.infer<typeof datasetRowSchema>;

export const datasetManifestSchema = z.object({
  train: z.object({ rows: z.number().int(), sha256: z.string() }),
  heldOut: z.object({ rows: z.number().int(), sha256: z.string() }),
  sentRead: z.number().int(),
  paired: z.number().int(),
  withoutParent: z.number().int(),
  /** Of the paired, those whose incoming mail was read from the quote below the answer. */
  recovered: z.number().int().optional(),
  /** Rows by the language of the reply (ISO 639-1), `undecided` where it is too short to tell. */
  languages: z.record(z.string(), z.number().int()).optional(),
  droppedByReason: z.record(z.string(), z.number().int()),
  cutChars: z.number().int(),
  /** Ids of the sent mails the adapter was never trained on, newest first: what it may be judged by. */
  heldOutIds: z.array(z.string()),
});
export type DatasetManifest = z.infer<typeof datasetManifestSchema>;
