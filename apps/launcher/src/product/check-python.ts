import { execFile } from 'node:child_process';
import { Sentence } from '../sentence';

const CHECK = 'import sys; print("%d.%d" % sys.version_info[:2])';
const TIMEOUT_MS = 20_000;

/** Throws a sentence where `python` does not start: without it no model can be trained. */
export async function checkPython(python: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    execFile(python, ['-c', CHECK], { timeout: TIMEOUT_MS }, (error, stdout) => {
      const [major = 0, minor = 0] = stdout.trim().split('.').map(Number);
      if (error === null && (major > 3 || (major === 3 && minor >= 11))) return resolve();
      const what =
        error === null
          ? `is Python ${stdout.trim()}, and 3.11 or later is needed`
          : 'does not start';
      reject(
        new Sentence(
          `Python ${what} (${python}). Install Python 3.11 or later and run the command again through npm, which builds the environment, or set EMAILAI_PYTHON to a Python that has it.`,
          { cause: error },
        ),
      );
    });
  });
}
