import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** Gives Ollama a file under its content's name, unless it has it; resolves with that name. */
export async function uploadBlob(host: string, path: string, sha256: string): Promise<string> {
  const digest = `sha256:${sha256}`;
  const url = `${host}/api/blobs/${digest}`;
  const has = await fetch(url, { method: 'HEAD' });
  if (has.ok) return digest;
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream;
  const answer = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
  if (!answer.ok) throw new Error(`Ollama did not take the file: ${answer.status}.`);
  return digest;
}
