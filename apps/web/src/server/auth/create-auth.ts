import { newId } from '@emailai/contracts/ids';
import type { Database } from '@emailai/db/open-database';
import type { Log } from '@emailai/services/log';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { entryPlugin } from './entry-plugin';
import { readEntry } from './read-entry';
import { createSignUpGate } from './sign-up-gate';

/** Carries the peer's address to better-auth's rate limits; set by us on every request, so nobody can forge it. */
export const PEER_ADDRESS_HEADER = 'x-emailai-peer';

export interface AuthInput {
  db: Database;
  secret: string;
  /** The first is the base address; cookies are `Secure` where it is https. */
  origins: readonly string[];
  signUp: 'first' | 'open' | 'never';
  isDemo: boolean;
  log: Log;
}

/** Sessions, passwords and their routes, on our own tables. */
export function createAuth(input: AuthInput) {
  const { prisma } = input.db;
  const gate = createSignUpGate({
    signUp: input.signUp,
    hasUsers: async () => (await prisma.user.findFirst({ select: { id: true } })) !== null,
    now: Date.now,
  });
  const [baseURL = 'http://localhost'] = input.origins;
  return betterAuth({
    appName: 'emailai',
    baseURL,
    basePath: '/api/auth',
    secret: input.secret,
    trustedOrigins: [...input.origins],
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    user: {
      modelName: 'user',
      additionalFields: {
        role: { type: 'string', required: false, input: false },
      },
    },
    account: { modelName: 'authAccount' },
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 200 },
    session: { expiresIn: 60 * 60 * 24 * 30, updateAge: 60 * 60 * 24 },
    rateLimit: { enabled: true, window: 10, max: 100, storage: 'memory' },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'emailai',
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [PEER_ADDRESS_HEADER] },
    },
    plugins: [
      entryPlugin({
        isDemo: input.isDemo,
        readEntry: () => readEntry({ db: input.db, gate, isDemo: input.isDemo }),
      }),
    ],
    databaseHooks: {
      user: {
        create: {
          async before(user) {
            const role = await gate.admit();
            if (role !== null) return { data: { ...user, role } };
            throw new APIError('FORBIDDEN', {
              message: 'Sign-up is closed here. Ask whoever runs this server for an account.',
            });
          },
          async after() {
            gate.settled();
          },
        },
      },
    },
    logger: {
      log: (level, message) => {
        // better-auth's own words only: its further arguments may hold addresses.
        if (level === 'error') input.log({ level, event: 'auth', message });
      },
    },
  });
}
export type Auth = ReturnType<typeof createAuth>;
