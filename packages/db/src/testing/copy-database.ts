import { newId } from '@emailai/contracts/ids';
import pg from 'pg';

export interface CopiedDatabase {
  name: string;
  url: string;
  drop(): Promise<void>;
}

/** A database of its own on a server for tests, copied from `template` in about 50 ms; nobody may be in that one. */
export async function copyDatabase(input: {
  serverUrl: string;
  template: string;
}): Promise<CopiedDatabase> {
  const name = `emailai_test_${newId()}`;
  await runOn(input.serverUrl, `CREATE DATABASE ${name} TEMPLATE ${input.template}`);
  const url = new URL(input.serverUrl);
  url.pathname = name;
  return {
    name,
    url: url.href,
    drop: () => runOn(input.serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function runOn(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
