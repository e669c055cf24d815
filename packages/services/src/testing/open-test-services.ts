import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@emailai/contracts/ids';
import type { Mail } from '@emailai/contracts/mail';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { createTestDatabase } from '@emailai/db/test-database';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import { createAgentToken } from '../agent/create-agent-token';
import { helloAgent } from '../agent/hello-agent';
import { composeServices, type Services } from '../compose-services';
import type { ServiceContext } from '../context';
import type { Intervals } from '../intervals';
import type { LogEntry } from '../log';
import { importMail } from '../mail/import-mail';

export interface TestServices {
  ctx: ServiceContext;
  /** What was logged so far. */
  logged: LogEntry[];
  /** One more instance on the same database. */
  openInstance(intervals?: Partial<Intervals>): Services;
  close(): Promise<void>;
}

/** The services on a database of their own. Nothing sweeps by itself: tests call the verb. */
export async function openTestServices(intervals: Partial<Intervals> = {}): Promise<TestServices> {
  const keys = await mkdtemp(join(tmpdir(), 'emailai-services-'));
  const database = await createTestDatabase();
  const vault = await openMailVault({ keyFile: join(keys, 'operator-key.json') });
  const logged: LogEntry[] = [];
  const opened: Services[] = [];
  const openInstance = (own = intervals) => {
    const services = composeServices({
      databaseUrl: database.url,
      vault,
      log: (entry) => logged.push(entry),
      intervals: own,
      keepsHouse: false,
    });
    opened.push(services);
    return services;
  };
  return {
    ctx: openInstance().ctx,
    logged,
    openInstance,
    async close() {
      await Promise.all(opened.map((services) => services.close()));
      await database.drop();
      await rm(keys, { recursive: true, force: true });
    },
  };
}

export interface TestWriter {
  userId: string;
  emailAccountId: string;
  address: string;
}

/** A writer with one mailbox of `sent` replies, each in a thread of its own after the mail it answers. */
export async function createWriter(ctx: ServiceContext, sent = 0): Promise<TestWriter> {
  const [userId, emailAccountId] = [newId(), newId()];
  const address = `${userId}@example.org`;
  await ctx.db.prisma.user.create({ data: { id: userId, email: address, name: 'Tom Hale' } });
  await ctx.db.prisma.emailAccount.create({
    data: {
      id: emailAccountId,
      userId,
      address,
      ownName: 'Tom Hale',
      isPrimary: true,
      ...ctx.vault.createMailboxKey(emailAccountId),
    },
  });
  const mails = Array.from({ length: sent }, (_, index) => pairOf(address, index)).flat();
  if (mails.length > 0) await importMail({ ctx, input: { emailAccountId, mails } });
  return { userId, emailAccountId, address };
}

const HOUR_MS = 3_600_000;
const FIRST_MAIL_MS = Date.UTC(2026, 0, 5, 9);

/** A mail that Marta sent, and Tom's answer an hour later. */
export function pairOf(address: string, index: number): [Mail, Mail] {
  const incoming = testMail({
    messageId: `<in-${index}-${address}>`,
    from: { name: 'Marta Lindqvist', address: 'marta@example.net' },
    to: [{ name: 'Tom Hale', address }],
    subject: `Question ${index}`,
    sentAt: new Date(FIRST_MAIL_MS + index * 2 * HOUR_MS),
    body: `Hi Tom,\n\nwhat about number ${index}?\n\nMarta`,
  });
  const reply = testMail({
    messageId: `<out-${index}-${address}>`,
    inReplyTo: incoming.messageId,
    references: [incoming.messageId ?? ''],
    from: { name: 'Tom Hale', address },
    to: [incoming.from],
    subject: `Re: ${incoming.subject}`,
    sentAt: new Date(incoming.sentAt.getTime() + HOUR_MS),
    body: `Hello Marta,\n\nnumber ${index} is fine.\n\nTom`,
    isSent: true,
  });
  return [incoming, reply];
}

/** A mail with every field filled. */
export function testMail(over: Partial<Mail>): Mail {
  return {
    id: newId(),
    messageId: `<${newId()}@example.net>`,
    inReplyTo: null,
    references: [],
    from: { name: 'Somebody', address: 'somebody@example.net' },
    to: [],
    cc: [],
    subject: 'Subject',
    sentAt: new Date(FIRST_MAIL_MS),
    body: 'Body',
    isSent: false,
    markers: {},
    ...over,
  };
}

export interface TestAgent extends AuthenticatedAgent {
  token: string;
  bootId: string;
}

/** An agent with a token of its own that has said hello and lists `models`. */
export async function createAgent(ctx: ServiceContext, models: string[] = []): Promise<TestAgent> {
  const { agentId, name, token } = await createAgentToken({ ctx, input: { name: 'Test agent' } });
  const agent = { id: agentId, name, token, bootId: newId() };
  await sayHello(ctx, agent, { models });
  return agent;
}

/** Says hello as the agent process `bootId`, running what `running` names. */
export function sayHello(
  ctx: ServiceContext,
  agent: TestAgent,
  over: { models?: string[]; running?: { jobId: string; epoch: number }[]; bootId?: string } = {},
) {
  return helloAgent({
    ctx,
    input: {
      agent: { id: agent.id, name: agent.name },
      hello: {
        protocol: 1,
        version: '0.0.0',
        bootId: agent.bootId,
        hostName: 'host',
        gpus: [],
        base: { name: 'tiny', parameters: 4_000_000, trialOnly: true },
        engine: 'embedded',
        models: [],
        running: [],
        ...over,
      },
    },
  });
}
