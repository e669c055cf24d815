import { type FileHandle, open } from 'node:fs/promises';
import { type AgentEvent, agentEventSchema } from '@emailai/contracts/job/events';
import type { Spool } from '../core/ports';

/** The protocol's bounds on one report. */
const BATCH_EVENTS = 200;
const BATCH_BYTES = 64 * 1024;

/**
 * One event a line; the number of an event is its line, from 0. A last line that a crash cut short was never
 * counted and is removed. Events that come while a write is on its way to the disk share the next one.
 */
export async function openSpoolFile(file: string): Promise<Spool> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const kept = await readWholeLines(handle);
    return new SpoolFile(handle, kept);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface Entry {
  event: AgentEvent;
  bytes: number;
}

class SpoolFile implements Spool {
  private readonly queue: AgentEvent[] = [];
  private writing: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;
  private readonly seen: Set<AgentEvent['type']>;

  constructor(
    private readonly handle: FileHandle,
    private readonly durable: Entry[],
  ) {
    this.seen = new Set(durable.map(({ event }) => event.type));
  }

  append(event: AgentEvent): void {
    this.seen.add(event.type);
    this.queue.push(event);
    this.writing ??= this.writeQueue();
  }

  async settle(): Promise<void> {
    while (this.writing !== null) await this.writing;
    if (this.failure !== null) throw this.failure.error;
  }

  read(fromSeq: number): AgentEvent[] {
    const batch: AgentEvent[] = [];
    let bytes = 0;
    for (const entry of this.durable.slice(fromSeq, fromSeq + BATCH_EVENTS)) {
      bytes += entry.bytes;
      if (batch.length > 0 && bytes > BATCH_BYTES) break;
      batch.push(entry.event);
    }
    return batch;
  }

  get length(): number {
    return this.durable.length;
  }

  holds(type: AgentEvent['type']): boolean {
    return this.seen.has(type);
  }

  async close(): Promise<void> {
    await this.writing;
    await this.handle.close();
  }

  /** Never rejects: a full disk is told by `settle`, and nothing after it is numbered. */
  private async writeQueue(): Promise<void> {
    // The queue fills while this waits, so that one sync serves all that came.
    await Promise.resolve();
    while (this.queue.length > 0 && this.failure === null) {
      const events = this.queue.splice(0);
      const lines = events.map((event) => `${JSON.stringify(event)}\n`);
      try {
        await this.handle.appendFile(lines.join(''));
        await this.handle.datasync();
        events.forEach((event, index) => {
          this.durable.push({ event, bytes: Buffer.byteLength(lines[index] ?? '') });
        });
      } catch (error) {
        this.failure = { error };
      }
    }
    this.writing = null;
  }
}

async function readWholeLines(handle: FileHandle): Promise<Entry[]> {
  const content = await handle.readFile();
  const entries: Entry[] = [];
  let wholeBytes = 0;
  while (wholeBytes < content.length) {
    const end = content.indexOf(0x0a, wholeBytes);
    const event = end < 0 ? null : parseEvent(content.toString('utf8', wholeBytes, end));
    if (event === null) break;
    entries.push({ event, bytes: end + 1 - wholeBytes });
    wholeBytes = end + 1;
  }
  if (wholeBytes < content.length) await handle.truncate(wholeBytes);
  return entries;
}

function parseEvent(line: string): AgentEvent | null {
  try {
    return agentEventSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
