import { join } from 'node:path';
import { type DatasetRow, datasetRowSchema } from '@emailai/contracts/dataset';
import type { Evaluation } from '@emailai/contracts/evaluation';
import { modelNameOf } from '@emailai/contracts/ids';
import { addressesRightPerson, habitShare, type PersonaId } from '@emailai/contracts/personas';
import { userMessage } from '@emailai/contracts/prompt';
import type { TrainSettings } from '@emailai/contracts/trainer-protocol';
import { generateMailbox } from '@emailai/mailbox/personas/generate-mailbox';
import type { ServingEngine } from '@emailai/serving/engine';
import type { Base } from '../base/base';
import { readJsonl } from '../jsonl-file';
import type { StagePorts, Trainer } from '../ports';
import { runStage } from '../run-stage';
import { evaluateAdapter } from '../stages/evaluate-adapter';
import { extractMail } from '../stages/extract-mail';
import { prepareData } from '../stages/prepare-data';
import { mailboxDesk } from '../testing/mailbox-desk';
import { trainSettingsOf } from '../train-settings';
import { UNMETERED } from '../usage-meter';

const MAX_DRAFT_TOKENS = 400;

export interface WriterFigures {
  writer: PersonaId;
  rows: { train: number; heldOut: number };
  settings: TrainSettings;
  trainSeconds: number;
  bestEpoch: number;
  heldOutLossByEpoch: number[];
  heldOut: Evaluation['heldOut'];
  control: Evaluation['control'];
  /** Shares, 0 to 1, over the drafts for the newest held-out mails. */
  habits: { base: number; tuned: number };
  rightPerson: { base: number; tuned: number };
  drafts: { incoming: string; real: string; base: string; tuned: string }[];
}

/** The road of one persona through the real stages, trainer and engine, and what its drafts are like. */
export async function measureWriter(input: {
  writer: PersonaId;
  /** Settings to try instead of those for the base's size. */
  overrides: Partial<TrainSettings>;
  base: Base;
  trainer: Trainer;
  engine: ServingEngine;
  drafts: number;
  jobDir: string;
}): Promise<WriterFigures> {
  const { writer, base, trainer, engine, jobDir } = input;
  const signal = new AbortController().signal;
  const mailbox = generateMailbox(writer);
  const emailAccountId = writer.replaceAll('-', '');
  const ports: StagePorts = {
    job: {
      jobId: `bench${emailAccountId}`,
      epoch: 1,
      emailAccountId,
      modelName: modelNameOf(emailAccountId),
      version: 1,
      ownAddresses: [mailbox.address],
      ownName: mailbox.name,
    },
    desk: mailboxDesk(mailbox),
    base,
    trainer,
    engine,
    store: {
      put: async ({ from }) => ({ tag: `${modelNameOf(emailAccountId)}:v1`, file: from }),
      async publish() {},
    },
    costPerHourUsd: 0,
    meter: UNMETERED,
    log: () => undefined,
  };
  const run = { jobDir, ports, signal };
  const data = await runStage(prepareData, await runStage(extractMail, null, run), run);
  const { trainFile, heldOutFile } = data;
  const settings = { ...trainSettingsOf(base, data.manifest.train.rows), ...input.overrides };
  await trainer.load(base, signal);
  const trained = await trainer.train(
    { trainFile, heldOutFile, outDir: join(jobDir, 'run'), settings },
    () => undefined,
    signal,
  );
  const { heldOut, control } = await runStage(evaluateAdapter, { data, trained }, run);
  const tag = `${ports.job.modelName}:v1`;
  await engine.loadAdapter({ model: tag, path: trained.ggufFile, sha256: trained.ggufSha256 });
  const rows = (await readJsonl(heldOutFile, datasetRowSchema)).slice(0, input.drafts);
  const drafts = await writeDrafts(engine, tag, rows);
  const share = (voice: 'base' | 'tuned', holds: (draft: string, fromName: string) => number) =>
    drafts.reduce((sum, draft) => sum + holds(draft[voice], draft.fromName), 0) / drafts.length;
  const ofHabits = (text: string, fromName: string) => habitShare(writer, text, { fromName });
  const ofPerson = (text: string, fromName: string) => Number(addressesRightPerson(text, fromName));
  return {
    writer,
    rows: { train: data.manifest.train.rows, heldOut: data.manifest.heldOut.rows },
    settings,
    trainSeconds: trained.seconds,
    bestEpoch: trained.bestEpoch,
    heldOutLossByEpoch: trained.heldOutLossByEpoch,
    heldOut,
    control,
    habits: { base: share('base', ofHabits), tuned: share('tuned', ofHabits) },
    rightPerson: { base: share('base', ofPerson), tuned: share('tuned', ofPerson) },
    drafts,
  };
}

async function writeDrafts(engine: ServingEngine, tag: string, rows: readonly DatasetRow[]) {
  const drafts = [];
  for (const row of rows) {
    const [base, tuned] = await Promise.all([
      writeDraft(engine, null, row),
      writeDraft(engine, tag, row),
    ]);
    const fromName = /^From: (.*)$/m.exec(row.input)?.[1] ?? '';
    drafts.push({ fromName, incoming: row.input, real: row.output, base, tuned });
  }
  return drafts;
}

async function writeDraft(
  engine: ServingEngine,
  model: string | null,
  row: DatasetRow,
): Promise<string> {
  let text = '';
  const request = { model, userMessage: userMessage(row), maxTokens: MAX_DRAFT_TOKENS };
  for await (const part of engine.chat(request)) text += part;
  return text;
}
