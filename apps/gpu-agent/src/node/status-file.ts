import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AgentStatus } from '../core/agent';
import { AGENT_STATES } from '../core/agent-state';
import { writeFileSafely } from './write-file-safely';

/** What `status` shows: the last word of the agent about itself. Never mail text. */
export const statusReportSchema = z.object({
  at: z.iso.datetime(),
  pid: z.number().int(),
  server: z.string(),
  agentName: z.string().nullable(),
  state: z.object({
    name: z.enum(AGENT_STATES),
    reason: z.string().optional(),
    until: z.string().nullable().optional(),
  }),
  base: z.string(),
  models: z.array(z.string()),
  jobs: z.array(
    z.object({
      jobId: z.string(),
      epoch: z.number().int(),
      status: z.string(),
      percent: z.number().int(),
    }),
  ),
});
export type StatusReport = z.infer<typeof statusReportSchema>;

/** Status is written at most so often; training reports many steps a second. */
const WRITE_EVERY_MS = 500;

export interface StatusFile {
  show(status: AgentStatus): void;
  close(): Promise<void>;
}

/** Keeps `home`/status.json up to date. It is a convenience: a full disk must not stop a job over it. */
export function openStatusFile(
  home: string,
  about: { server: string; base: string; models: () => string[] },
): StatusFile {
  let latest: AgentStatus | null = null;
  let writing: Promise<void> | null = null;
  const write = async () => {
    while (latest !== null) {
      const status = latest;
      latest = null;
      const report: StatusReport = {
        at: new Date().toISOString(),
        pid: process.pid,
        server: about.server,
        base: about.base,
        models: about.models(),
        ...status,
      };
      await writeFileSafely(join(home, 'status.json'), JSON.stringify(report)).catch(
        () => undefined,
      );
      if (latest !== null) await new Promise((resolve) => setTimeout(resolve, WRITE_EVERY_MS));
    }
    writing = null;
  };
  return {
    show(status) {
      latest = status;
      writing ??= write();
    },
    async close() {
      await writing;
    },
  };
}

export async function readStatusFile(home: string): Promise<StatusReport | null> {
  try {
    const text = await readFile(join(home, 'status.json'), 'utf8');
    return statusReportSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
