import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { z } from 'zod';

/** A file of one JSON object a line, for the owner's eyes only: it holds mail. */
export interface JsonlWriter {
  append(records: readonly object[]): Promise<void>;
  /** Resolves with the hex SHA-256 of what was written. */
  close(): Promise<string>;
}

export async function openJsonlWriter(path: string): Promise<JsonlWriter> {
  const file: FileHandle = await open(path, 'w', 0o600);
  const hash = createHash('sha256');
  return {
    async append(records) {
      if (records.length === 0) return;
      const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      hash.update(text);
      await file.writeFile(text);
    },
    async close() {
      await file.sync();
      await file.close();
      return hash.digest('hex');
    },
  };
}

/** Writes all at once; resolves with the hex SHA-256 of the file. */
export async function writeJsonl(path: string, records: readonly object[]): Promise<string> {
  const writer = await openJsonlWriter(path);
  await writer.append(records);
  return writer.close();
}

/** All records of a file, each checked. */
export async function readJsonl<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>[]> {
  const records: z.infer<Schema>[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line !== '') records.push(schema.parse(JSON.parse(line)));
  }
  return records;
}
