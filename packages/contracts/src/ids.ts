import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Ids are lower case a–z0–9 from creation: they become model names, file names and URLs as they are. */
export const idSchema = z.string().regex(/^[a-z0-9]{6,40}$/);

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 20;

/** A fresh id of 20 characters (103 bits), from the system's random source. */
export function newId(): string {
  let id = '';
  // 252 is the largest multiple of 36 below 256: bytes above it would favour the first letters.
  while (id.length < ID_LENGTH) {
    for (const byte of randomBytes(ID_LENGTH)) {
      if (byte < 252 && id.length < ID_LENGTH) id += ALPHABET[byte % 36];
    }
  }
  return id;
}

export const MODEL_NAME_PREFIX = 'emailai-user';
export const modelNameSchema = z.string().regex(/^emailai-user[a-z0-9]{6,40}$/);

/** The served name of a mailbox's personal model. */
export function modelNameOf(emailAccountId: string): string {
  return MODEL_NAME_PREFIX + idSchema.parse(emailAccountId);
}

/** One version of a personal model, as agents list it and draft orders ask for it: `emailai-user<id>:v<n>`. */
export function modelTagOf(modelName: string, version: number): string {
  return `${modelNameSchema.parse(modelName)}:v${z.number().int().positive().parse(version)}`;
}
