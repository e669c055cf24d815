import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { modelNameSchema } from '@emailai/contracts/ids';
import type { ConsoleReport } from './console-report';
import type { AgentEnv } from './env';
import { CommandError, EXIT, type ExitCode } from './exit-codes';
import { openDoorTokens } from './node/door/door-tokens';

/** `door`: where each mailbox's programs find its model, with its token. For the eyes of whoever runs this machine. */
export async function showDoor(env: AgentEnv, report: ConsoleReport): Promise<ExitCode> {
  if (env.AGENT_DOOR_PORT === 0) {
    throw new CommandError(
      EXIT.config,
      'There is no door: set AGENT_DOOR_PORT to a free port (say 11500) and start the agent with it.',
    );
  }
  await mkdir(env.AGENT_HOME, { recursive: true, mode: 0o700 });
  const url = `http://127.0.0.1:${env.AGENT_DOOR_PORT}`;
  const tokens = await openDoorTokens(env.AGENT_HOME);
  const folders = await readdir(join(env.AGENT_HOME, 'models')).catch(() => []);
  const models = folders
    .filter((name) => modelNameSchema.safeParse(name).success)
    .map((model) => ({ model, token: tokens.tokenFor({ kind: 'writer', modelName: model }) }));
  const operator = tokens.tokenFor({ kind: 'operator' });
  const hostOf = (token: string) => `OLLAMA_HOST=${url}/t/${token}`;
  const lines = [
    `The door is at ${url}. A token is as good as the mailbox it is for: hand it to its writer only.`,
    ...models.flatMap(({ model, token }) => [model, `  ${hostOf(token)}`]),
    'The operator: sees the names of all, writes with the base only',
    `  ${hostOf(operator)}`,
  ];
  report.answer({ url, models, operator: { token: operator } }, lines.join('\n'));
  return EXIT.ok;
}
