import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { drawStates } from './draw-states';

/**
 * The state machine in docs/ARCHITECTURE.md, between its markers: `tsx write-states-page.ts` writes it, `--check`
 * fails where it is not what states.ts says.
 */
const PAGE_FILE = fileURLToPath(new URL('../../../../docs/ARCHITECTURE.md', import.meta.url));
const BEGIN = '<!-- job states: written by write-states-page.ts -->';
const END = '<!-- end of job states -->';

const page = await readFile(PAGE_FILE, 'utf8');
const [before, rest] = page.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) throw new Error(`${PAGE_FILE} lost its markers.`);
const current = `${before}${BEGIN}\n\n${drawStates()}\n\n${END}${after}`;

if (!process.argv.includes('--check')) await writeFile(PAGE_FILE, current);
else if (page !== current) {
  console.error(
    'docs/ARCHITECTURE.md does not draw what contracts/job/states.ts says: ' +
      'run tsx packages/contracts/src/job/write-states-page.ts.',
  );
  process.exitCode = 1;
}
