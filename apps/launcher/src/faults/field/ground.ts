import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonaId } from '@emailai/contracts/personas';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { type CopiedDatabase, copyDatabase } from '@emailai/db/testing/copy-database';
import { composeServices } from '@emailai/services/compose-services';
import { seedOperator, seedPersona } from '../../seed/seed-personas';

/** The first has the fewest mails of those who may train: the faults are the same and come sooner. */
const WRITERS: readonly PersonaId[] = ['rafe-colder', 'otto-brandt', 'nora-vale'];

export interface Writer {
  userId: string;
  emailAccountId: string;
}

/** What all runs of a suite stand on: a database with writers and their mail, to be copied for each run. */
export interface Ground {
  /** Folder for what the runs write. */
  folder: string;
  /** Opens the writers' mail. */
  keyFile: string;
  writers: readonly Writer[];
  operatorId: string;
  /** The real trainer's Python, and where its prepared bases lie. */
  trainer: { python: string; cacheDir: string };
  copy(): Promise<CopiedDatabase>;
  /** Only where the ground has a server of its own. */
  restartServer: (() => Promise<void>) | null;
  close(): Promise<void>;
}

export interface GroundServer {
  /** Its user may create databases. */
  serverUrl: string;
  /** A migrated database there. */
  template: string;
  /** Where nobody else would feel it. */
  restart?: () => Promise<void>;
}

export async function openGround(
  input: GroundServer & { trainer: Ground['trainer'] },
): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'emailai-faults-'));
  const keyFile = join(folder, 'operator-key.json');
  const seeded = await copyDatabase(input);
  const services = composeServices({
    databaseUrl: seeded.url,
    vault: await openMailVault({ keyFile }),
    log: () => undefined,
    keepsHouse: false,
  });
  try {
    const { ctx } = services;
    await seedOperator(ctx);
    const writers: Writer[] = [];
    for (const id of WRITERS) writers.push(await seedPersona(ctx, id));
    const operator = await ctx.db.prisma.user.findFirstOrThrow({ where: { role: 'operator' } });
    return {
      folder,
      keyFile,
      trainer: input.trainer,
      writers,
      operatorId: operator.id,
      copy: () => copyDatabase({ ...input, template: seeded.name }),
      restartServer: input.restart ?? null,
      async close() {
        await seeded.drop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } finally {
    await services.close();
  }
}
