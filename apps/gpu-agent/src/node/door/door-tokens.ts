import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MODEL_NAME_PREFIX, modelNameSchema } from '@emailai/contracts/ids';
import { writeFileSafely } from '../write-file-safely';

/** Whom a token stands for: one mailbox's model, or whoever runs this machine. */
export type DoorCaller = { kind: 'writer'; modelName: string } | { kind: 'operator' };

/**
 * Tokens are made from names with a secret of this machine (`door-secret`), so that none is stored: deleting that file
 * makes them all void at the next start.
 */
export interface DoorTokens {
  tokenFor(caller: DoorCaller): string;
  /** Null for a token that this door has not given. */
  callerOf(token: string): DoorCaller | null;
}

/** Shorter than any mailbox's id. */
const OPERATOR = 'op';
const SECRET_BYTES = 32;

export async function openDoorTokens(home: string): Promise<DoorTokens> {
  const secret = await readSecret(join(home, 'door-secret'));
  const sign = (name: string) => createHmac('sha256', secret).update(name).digest('base64url');
  return {
    tokenFor(caller) {
      const name = caller.kind === 'operator' ? OPERATOR : idOf(caller.modelName);
      return `${name}.${sign(name)}`;
    },
    callerOf(token) {
      const [name = '', signature = ''] = token.split('.', 2);
      const wanted = Buffer.from(sign(name));
      const given = Buffer.from(signature);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      if (name === OPERATOR) return { kind: 'operator' };
      return { kind: 'writer', modelName: modelNameSchema.parse(MODEL_NAME_PREFIX + name) };
    },
  };
}

const idOf = (modelName: string) =>
  modelNameSchema.parse(modelName).slice(MODEL_NAME_PREFIX.length);

async function readSecret(file: string): Promise<Buffer> {
  const held = await readFile(file, 'utf8').catch(() => '');
  const secret = Buffer.from(held.trim(), 'base64url');
  if (secret.length === SECRET_BYTES) return secret;
  const made = randomBytes(SECRET_BYTES);
  await writeFileSafely(file, made.toString('base64url'));
  return made;
}
