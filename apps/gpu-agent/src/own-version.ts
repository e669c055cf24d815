import { readFile } from 'node:fs/promises';

/** The version this agent was published as. */
export async function ownVersion(): Promise<string> {
  const file = new URL('../package.json', import.meta.url);
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'));
  return version;
}
