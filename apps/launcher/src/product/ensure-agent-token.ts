import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { authenticateAgent } from '@emailai/services/agent/authenticate-agent';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import type { ServiceContext } from '@emailai/services/context';

/** Leaves a token that this database accepts in `file` (0600): the one that lies there, or a new one. */
export async function ensureAgentToken(
  ctx: ServiceContext,
  input: { file: string; name: string },
): Promise<void> {
  const kept = (await readFile(input.file, 'utf8').catch(() => '')).trim();
  if (kept !== '' && (await isAccepted(ctx, kept))) return chmod(input.file, 0o600);
  const { token } = await createAgentToken({ ctx, input: { name: input.name } });
  await mkdir(dirname(input.file), { recursive: true, mode: 0o700 });
  // The mode given to writeFile holds for new files only.
  await rm(input.file, { force: true });
  await writeFile(input.file, `${token}\n`, { mode: 0o600 });
}

async function isAccepted(ctx: ServiceContext, token: string): Promise<boolean> {
  try {
    await authenticateAgent({ ctx, input: { token } });
    return true;
  } catch {
    return false;
  }
}
