import { rm } from 'node:fs/promises';
import { findRunningPostgres } from '@emailai/db/embedded-postgres';
import type { Places } from './product/places';
import { Sentence } from './sentence';

/** Forgets everything earlier demos left: database, models, keys. */
export async function wipeDemo({ stateDir, postgresHome }: Places): Promise<void> {
  if ((await findRunningPostgres(postgresHome)) !== null) {
    throw new Sentence('A demo is running. Stop it first (Ctrl-C in its terminal), then --fresh.');
  }
  await rm(postgresHome, { recursive: true, force: true });
  await rm(stateDir, { recursive: true, force: true });
}
