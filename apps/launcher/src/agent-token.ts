import { parseArgs } from 'node:util';
import { findRunningPostgres } from '@emailai/db/embedded-postgres';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { listAgents } from '@emailai/services/agent/list-agents';
import { revokeAgent } from '@emailai/services/agent/revoke-agent';
import { composeServices } from '@emailai/services/compose-services';
import type { ServiceContext } from '@emailai/services/context';
import { misused } from './demo-options';
import { type LauncherEnv, readLauncherEnv } from './launcher-env';
import { openPostgres } from './product/open-postgres';
import { placesOf } from './product/places';
import { runCommand } from './run-command';

const HELP = `npm run agent:token -- [options]

  --name NAME       make a token for an agent of this name (default: agent) and print it, once
  --list            the agents there are
  --revoke ID       refuse an agent from now on
  --demo            the demo's database instead of that of npm start
  --database URL    another database (DATABASE_URL)
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  name: { type: 'string' },
  list: { type: 'boolean' },
  revoke: { type: 'string' },
  demo: { type: 'boolean' },
  database: { type: 'string' },
} as const;

/** The token goes to stdout alone, so that it can be sent to a file; everything else to stderr. */
async function agentToken(args: string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const env = readLauncherEnv(process.env);
  return withServices(env, options, async (ctx) => {
    if (options.list) return printAgents(ctx);
    if (options.revoke !== undefined) {
      await revokeAgent({ ctx, input: { agentId: options.revoke } });
      process.stderr.write(`Agent ${options.revoke} is refused from now on.\n`);
      return 0;
    }
    const { agentId, token } = await createAgentToken({
      ctx,
      input: { name: options.name ?? 'agent' },
    });
    process.stderr.write(`Token of agent ${agentId}; it is shown this once. Keep it in a file:\n`);
    process.stderr.write('  AGENT_TOKEN_FILE (mode 600), or AGENT_TOKEN in the environment.\n');
    process.stdout.write(`${token}\n`);
    return 0;
  });
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error));
  }
}

/** Beside a server that runs: its database is used as it is; else the database is started for the moment. */
async function withServices(
  env: LauncherEnv,
  options: { demo?: boolean; database?: string },
  work: (ctx: ServiceContext) => Promise<number>,
): Promise<number> {
  const places = placesOf(env, options.demo ? 'demo' : 'start');
  const set = options.database ?? (options.demo ? undefined : env.DATABASE_URL);
  const url = set ?? (await findRunningPostgres(places.postgresHome));
  const postgres = await openPostgres({ url, home: places.postgresHome });
  try {
    const services = composeServices({
      databaseUrl: postgres.url,
      vault: await openMailVault({ keyFile: places.keyFile }),
      log: () => {},
      keepsHouse: false,
    });
    return await work(services.ctx).finally(() => services.close());
  } finally {
    await postgres.stop();
  }
}

async function printAgents(ctx: ServiceContext): Promise<number> {
  const agents = await listAgents({ ctx, input: {} });
  for (const { id, name, state, hostName, baseName } of agents) {
    process.stdout.write(
      `${id}  ${state.padEnd(10)}  ${name}  ${hostName ?? ''}  ${baseName ?? ''}\n`,
    );
  }
  if (agents.length === 0) process.stderr.write('There are no agents yet.\n');
  return 0;
}

runCommand(agentToken);
