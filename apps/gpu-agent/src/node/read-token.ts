import { readFile, stat } from 'node:fs/promises';
import { CommandError, EXIT } from '../exit-codes';

const TOKEN = /^fta_[A-Za-z0-9]+_[A-Za-z0-9_-]+$/;
const HOW = 'Make one on the server with `npm run agent:token`.';

/** The agent's token: `file` wins over `value`. The file must be for its owner's eyes only (0600). */
export async function readToken(from: {
  value: string | undefined;
  file: string | undefined;
}): Promise<string> {
  const token = from.file === undefined ? from.value : await readTokenFile(from.file);
  if (token === undefined) {
    throw new CommandError(
      EXIT.config,
      `There is no token: set AGENT_TOKEN or AGENT_TOKEN_FILE. ${HOW}`,
    );
  }
  if (!TOKEN.test(token)) {
    throw new CommandError(EXIT.config, `The token does not look like fta_…_…. ${HOW}`);
  }
  return token;
}

async function readTokenFile(file: string): Promise<string> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new CommandError(
        EXIT.config,
        `The token file ${file} can be read by others: run chmod 600 ${file}`,
      );
    }
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.config, `The token file ${file} cannot be read.`, { cause: error });
  }
}
