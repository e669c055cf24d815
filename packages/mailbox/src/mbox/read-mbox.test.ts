import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMbox } from './read-mbox';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'emailai-mbox-'));
});
afterAll(() => rm(dir, { recursive: true }));

const FROM = 'From a@example.org Thu Mar 12 10:00:00 2026';

async function read(content: string | Buffer): Promise<string[]> {
  const path = join(dir, 'test.mbox');
  await writeFile(path, content);
  const messages: string[] = [];
  for await (const raw of readMbox(path)) messages.push(raw.toString('utf8').trimEnd());
  return messages;
}

describe('readMbox', () => {
  it('splits at From_ lines and undoes the escaping of From in bodies', async () => {
    const messages = await read(
      `${FROM}\nSubject: one\n\n>From here on\n>>From twice\nFrom the office, no separator\n\n${FROM}\nSubject: two\n\nübrig\n`,
    );
    expect(messages).toEqual([
      'Subject: one\n\nFrom here on\n>From twice\nFrom the office, no separator',
      'Subject: two\n\nübrig',
    ]);
  });

  it('reads gzip by content, not by name', async () => {
    const messages = await read(gzipSync(`${FROM}\nSubject: packed\n\nyes\n`));
    expect(messages).toEqual(['Subject: packed\n\nyes']);
  });

  it('finds separators wherever a block of the file may end', async () => {
    const body = 'x'.repeat(70);
    const count = 9_000;
    const all = Array.from({ length: count }, (_, n) => `${FROM}\nSubject: ${n}\n\n${body}\n\n`);
    const messages = await read(all.join(''));
    expect(messages).toHaveLength(count);
    expect(messages.at(-1)).toBe(`Subject: ${count - 1}\n\n${body}`);
  });

  it('yields nothing for an empty file and one message for a file without separators', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('Subject: bare\n\nbody')).toEqual(['Subject: bare\n\nbody']);
  });

  it('says when there is no file or its gzip stream breaks off', async () => {
    await expect(readMbox(join(dir, 'none')).next()).rejects.toThrow(/ENOENT/);
    const whole = gzipSync(`${FROM}\nSubject: one\n\n${'word '.repeat(50_000)}`);
    await expect(read(whole.subarray(0, whole.length - 20))).rejects.toThrow();
  });
});
