import { defineConfig } from 'prisma/config';

// biome-ignore lint/suspicious/noUndeclaredEnvVars: no turbo task runs Prisma's command line.
const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  ...(url === undefined ? {} : { datasource: { url } }),
});
