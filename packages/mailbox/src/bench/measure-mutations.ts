import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mail } from '@emailai/contracts/mail';
import { PERSONA_IDS } from '@emailai/contracts/personas';
import { buildRows } from '../pairs/build-rows';
import { splitRows } from '../pairs/split-rows';
import { generateMailbox } from '../personas/generate-mailbox';
import { seededRandom } from '../personas/random';
import { mutateMessage } from './mutate-message';
import { readWhole } from './read-whole';
import { EML_FORMS, writeEml } from './write-eml';

export interface MutationFigures {
  messages: number;
  crashes: number;
  slowestMs: number;
  /** What the messages became. */
  outcomes: Record<string, number>;
  /** Of each kind of crash the first, as its error's stack. */
  errors: string[];
}

/** Larger messages say nothing that smaller ones do not. */
const MAX_SEED_BYTES = 40_000;
/** Of so many mutated mails rows are built together. */
const MAILBOX_MAILS = 100;

/** Messages to break: of every demo writer one in each form, and the awkward ones of `hostileDir` where it is there. */
async function seedMessages(hostileDir: string | null): Promise<Buffer[]> {
  const written = PERSONA_IDS.flatMap((id) => {
    const { sent, incoming } = generateMailbox(id);
    return EML_FORMS.flatMap((form, at) =>
      [sent[at], incoming[at]].flatMap((mail) =>
        mail === undefined ? [] : [writeEml(mail, form)],
      ),
    );
  });
  if (hostileDir === null) return written;
  const names = (await readdir(hostileDir)).filter((name) => /\.(?:eml|txt)$/.test(name)).sort();
  const hostile = await Promise.all(names.map((name) => readFile(join(hostileDir, name))));
  return [...written, ...hostile.filter((raw) => raw.length <= MAX_SEED_BYTES)];
}

/** Reads `messages` broken messages, and builds rows of what is left of them. The same `seed` breaks the same. */
export async function measureMutations({
  messages,
  seed,
  hostileDir,
}: {
  messages: number;
  seed: number;
  hostileDir: string | null;
}): Promise<MutationFigures> {
  const random = seededRandom(`mutations ${seed}`);
  const seeds = await seedMessages(hostileDir);
  const figures: MutationFigures = { messages, crashes: 0, slowestMs: 0, outcomes: {}, errors: [] };
  const crash = (error: unknown) => {
    figures.crashes += 1;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (figures.errors.length < 5) figures.errors.push(stack);
  };
  let mailbox: Mail[] = [];
  const build = () => {
    try {
      const [sent, incoming] = [
        mailbox.filter((_, at) => at % 2 === 0),
        mailbox.filter((_, at) => at % 2 === 1),
      ];
      const ownAddresses = sent.map((mail) => mail.from.address);
      splitRows(buildRows({ sent, incoming, ownAddresses, ownName: 'Tom Hale' }).rows);
    } catch (error) {
      crash(error);
    }
    mailbox = [];
  };
  for (let count = 0; count < messages; count += 1) {
    try {
      const reading = await readWhole(mutateMessage(random.pick(seeds), random));
      figures.outcomes[reading.outcome] = (figures.outcomes[reading.outcome] ?? 0) + 1;
      figures.slowestMs = Math.max(figures.slowestMs, reading.cpuMs);
      if (reading.mail !== null) mailbox.push(reading.mail);
    } catch (error) {
      crash(error);
    }
    if (mailbox.length === MAILBOX_MAILS) build();
  }
  build();
  return figures;
}
