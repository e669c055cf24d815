import { join } from 'node:path';
import {
  type DatasetManifest,
  datasetManifestSchema,
  MIN_HELD_OUT,
  MIN_TRAIN_ROWS,
} from '@emailai/contracts/dataset';
import { wordsOfReason } from '@emailai/contracts/drop-reason';
import { StageError } from '@emailai/contracts/errors';
import { mailSchema } from '@emailai/contracts/mail';
import { buildRows } from '@emailai/mailbox/pairs/build-rows';
import { splitRows } from '@emailai/mailbox/pairs/split-rows';
import { z } from 'zod';
import { readJsonl, writeJsonl } from '../jsonl-file';
import type { Stage } from '../stage';
import type { ExtractedMail } from './extract-mail';

const preparedDataSchema = z.object({
  trainFile: z.string(),
  heldOutFile: z.string(),
  manifest: datasetManifestSchema,
});
export type PreparedData = z.infer<typeof preparedDataSchema>;

/** Cleans, pairs and splits the mail: Alpaca JSONL for training and for judging, and the manifest of both. */
export const prepareData: Stage<ExtractedMail, PreparedData> = {
  number: 2,
  name: 'prepare-data',
  resumes: false,
  output: preparedDataSchema,
  opening: { type: 'preparing' },
  closing: ({ manifest }) => ({
    type: 'prepared',
    trainRows: manifest.train.rows,
    heldOutRows: manifest.heldOut.rows,
    droppedByReason: manifest.droppedByReason,
    cutChars: manifest.cutChars,
  }),
  async run({ sentFile, incomingFile }, { dir, ports }) {
    const sent = await readJsonl(sentFile, mailSchema);
    const incoming = await readJsonl(incomingFile, mailSchema);
    const { ownAddresses, ownName } = ports.job;
    const built = buildRows({ sent, incoming, ownAddresses, ownName });
    const split = splitRows(built.rows);
    const droppedByReason = countByReason([...built.dropped, ...split.dropped]);
    if (split.train.length < MIN_TRAIN_ROWS || split.heldOut.length < MIN_HELD_OUT) {
      throw noUsableMail(split.train.length + split.heldOut.length, sent.length, droppedByReason);
    }
    const trainFile = join(dir, 'train.jsonl');
    const heldOutFile = join(dir, 'held-out.jsonl');
    const manifest: DatasetManifest = {
      train: { rows: split.train.length, sha256: await writeJsonl(trainFile, split.train) },
      heldOut: { rows: split.heldOut.length, sha256: await writeJsonl(heldOutFile, split.heldOut) },
      sentRead: sent.length,
      paired: built.paired,
      withoutParent: built.withoutParent,
      recovered: built.recovered,
      languages: built.languages,
      droppedByReason,
      cutChars: built.cutChars,
      heldOutIds: split.heldOut.map((row) => row.id),
    };
    return { trainFile, heldOutFile, manifest };
  },
};

function countByReason(dropped: readonly { reason: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of dropped) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function noUsableMail(
  usable: number,
  read: number,
  droppedByReason: Record<string, number>,
): StageError {
  const reasons = Object.entries(droppedByReason)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => `${count} ${wordsOfReason(reason)}`)
    .join('; ');
  const leftOut = reasons === '' ? '' : ` Left out: ${reasons}.`;
  const needed = MIN_TRAIN_ROWS + MIN_HELD_OUT;
  return new StageError({
    code: 'no_usable_mail',
    message:
      `Of ${read} sent mails ${usable} can be learned from; ${needed} are needed.${leftOut}`.slice(
        0,
        500,
      ),
    nextStep: 'Train again when you have written more replies in your own words.',
    retryable: false,
  });
}
