import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentRouter } from '@emailai/api/agent/router';
import type { AppRouter } from '@emailai/api/app/router';
import { newId } from '@emailai/contracts/ids';
import { type MailVault, openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { createTestDatabase } from '@emailai/db/test-database';
import type { ServiceContext } from '@emailai/services/context';
import type { Intervals } from '@emailai/services/intervals';
import { importMail } from '@emailai/services/mail/import-mail';
import { pairOf } from '@emailai/services/testing/open-test-services';
import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import { createBrowserLinks, type LinkTimes } from '../../browser/browser-links';
import type { SocketClass } from '../../browser/prompt-socket';
import { type ControlPlane, startControlPlane } from '../start-control-plane';

export interface TestPlanes {
  /** A control plane more on the same database. */
  start(over?: { databaseUrl?: string; intervals?: Partial<Intervals> }): Promise<ControlPlane>;
  databaseUrl: string;
  close(): Promise<void>;
}

/** Control planes on one database, with one operator's key and one key of sessions, as several instances have. */
export async function openPlanes(intervals: Partial<Intervals> = {}): Promise<TestPlanes> {
  const stateDir = await mkdtemp(join(tmpdir(), 'emailai-planes-'));
  const database = await createTestDatabase();
  const vault: MailVault = await openMailVault({ keyFile: join(stateDir, 'operator-key.json') });
  const open = new Set<ControlPlane>();
  return {
    databaseUrl: database.url,
    async start(over = {}) {
      const plane = await startControlPlane({
        databaseUrl: over.databaseUrl ?? database.url,
        vault,
        stateDir,
        port: 0,
        pages: 'off',
        isDemo: false,
        signUp: 'open',
        keepsHouse: false,
        intervals: { ...intervals, ...over.intervals },
        log: () => undefined,
      });
      open.add(plane);
      const close = plane.close.bind(plane);
      return Object.assign(plane, {
        async close() {
          if (open.delete(plane)) await close();
        },
      });
    },
    async close() {
      await Promise.all([...open].map((plane) => plane.close()));
      await database.drop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

export interface SignedIn {
  userId: string;
  cookie: string;
  emailAccountId: string;
}

/** Somebody who signed up at a plane and has a mailbox with mail enough to train on. */
export async function signUp(plane: ControlPlane, sentMails = 100): Promise<SignedIn> {
  const email = `${newId()}@example.org`;
  // Past the HTTP door, which lets few sign up from one address.
  const { headers } = await plane.auth.api.signUpEmail({
    body: { name: 'Tom Hale', email, password: 'a long password' },
    returnHeaders: true,
  });
  const cookie = headers.getSetCookie().map((set) => set.split(';')[0]);
  const { id: userId } = await plane.ctx.db.prisma.user.findUniqueOrThrow({ where: { email } });
  const emailAccountId = await createMailbox(plane.ctx, userId, email, sentMails);
  return { userId, cookie: cookie.join('; '), emailAccountId };
}

async function createMailbox(ctx: ServiceContext, userId: string, address: string, sent: number) {
  const id = newId();
  await ctx.db.prisma.emailAccount.create({
    data: {
      id,
      userId,
      address,
      ownName: 'Tom Hale',
      isPrimary: true,
      ...ctx.vault.createMailboxKey(id),
    },
  });
  const mails = Array.from({ length: sent }, (_, index) => pairOf(address, index)).flat();
  if (mails.length > 0) await importMail({ ctx, input: { emailAccountId: id, mails } });
  return id;
}

/** A WebSocket class whose upgrades carry these headers. */
export function socketClassWith(headers: () => Record<string, string>): SocketClass {
  class HeaderSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: headers() });
    }
  }
  return HeaderSocket as unknown as SocketClass;
}

export interface TestBrowser {
  client: TRPCClient<AppRouter>;
  close(): Promise<void>;
}

/** Where a browser connects, and by whose address it was opened. */
export interface Door {
  port: number;
  /** The server's own, where what is between us has another. */
  origin?: string;
}

/** A page's client, as the browser has it, on whatever door `at` answers when it connects. */
export function openBrowser(at: () => Door, { cookie }: SignedIn, times?: LinkTimes): TestBrowser {
  const headers = () => {
    const { port, origin = `http://127.0.0.1:${port}` } = at();
    return { cookie, origin };
  };
  const { links, close } = createBrowserLinks({
    socketUrl: () => `ws://127.0.0.1:${at().port}/ws/app`,
    httpUrl: `http://127.0.0.1:${at().port}/api/trpc`,
    socketClass: socketClassWith(headers),
    headers: headers(),
    ...(times && { times }),
  });
  return { client: createTRPCClient<AppRouter>({ links }), close };
}

export interface TestAgentLink {
  client: TRPCClient<AgentRouter>;
  /** Says hello, holding `models`. */
  hello(models: string[], bootId?: string): Promise<void>;
  /** Resolves with the close code. */
  closed: Promise<number | undefined>;
  close(): Promise<void>;
}

/** One connection of an agent, without the agent. It does not connect again. */
export function openAgentLink(plane: ControlPlane, token: string): TestAgentLink {
  let settle: (code: number | undefined) => void = () => undefined;
  const closed = new Promise<number | undefined>((resolve) => {
    settle = resolve;
  });
  const client = createWSClient({
    url: `ws://127.0.0.1:${plane.port}/ws/agent`,
    WebSocket: socketClassWith(() => ({
      authorization: `Bearer ${token}`,
    })) as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 0,
    onClose(cause) {
      settle(cause?.code);
      void client.close();
    },
  });
  const calls = createTRPCClient<AgentRouter>({ links: [wsLink({ client })] });
  return {
    client: calls,
    async hello(models, bootId = newId()) {
      await calls.hello.mutate({
        protocol: 1,
        version: '0',
        bootId,
        hostName: 'host',
        gpus: [],
        base: { name: 'tiny', parameters: 1, trialOnly: true },
        engine: 'embedded',
        models,
        running: [],
      });
    },
    closed,
    close: () => client.close(),
  };
}
