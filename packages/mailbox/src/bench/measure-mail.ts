import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listAuthors, readAuthor } from './author-mail';
import { type AuthorFigures, measureAuthor } from './measure-author';
import { type CanaryFigures, measureCanaries } from './measure-canaries';
import { isAsExpected, readHostile } from './measure-hostile';
import { type MboxFigures, measureMbox } from './measure-mbox';
import { measureMutations } from './measure-mutations';
import { printMail } from './print-mail';

/** What `npm run bench:mail -- --json` prints. A part whose mail is not there is left out. */
export interface MailFigures {
  authors: Record<string, AuthorFigures>;
  mbox: MboxFigures;
  canaries: CanaryFigures;
  hostile: { files: number; crashes: number; slowest: number; unexpected: string[] } | null;
  mutations: { messages: number; crashes: number; slowest: number; errors: string[] };
}

/** Beside the repository, where whoever builds emailai may keep mail to try it on. */
const DATA_DIR = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));

async function measureHostileFiles(dir: string): Promise<MailFigures['hostile']> {
  if (!existsSync(join(dir, 'manifest.tsv'))) return null;
  const readings = await readHostile(dir);
  return {
    files: readings.length,
    crashes: readings.filter((one) => one.outcome === 'crashed').length,
    slowest: Math.max(...readings.map((one) => one.cpuMs)),
    unexpected: readings.filter((one) => !isAsExpected(one)).map((one) => one.file),
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      mail: { type: 'string', default: DATA_DIR },
      mutations: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      'mbox-megabytes': { type: 'string', default: '64' },
    },
  });
  const dataDir = resolve(process.env.INIT_CWD ?? '.', values.mail);
  const say = (sentence: string) => console.error(sentence);
  // The folder may be the data's or that of its authors.
  const mailDir = existsSync(join(dataDir, 'mail')) ? join(dataDir, 'mail') : dataDir;
  const names = await listAuthors(mailDir);
  if (names.length === 0) say(`SKIPPED: mail of real people (${mailDir} holds none).`);
  const authors: MailFigures['authors'] = {};
  for (const name of names) {
    say(`Reading the mail of author ${Object.keys(authors).length + 1} of ${names.length} …`);
    authors[name] = measureAuthor(await readAuthor(join(mailDir, name)));
  }
  const hostileDir = join(mailDir, '../hostile');
  const hostile = await measureHostileFiles(hostileDir);
  if (hostile === null) say(`SKIPPED: hostile messages (${hostileDir} holds none).`);
  say('Planting canaries …');
  const canaries = await measureCanaries();
  say(`Breaking ${values.mutations} messages …`);
  const mutations = await measureMutations({
    messages: Number(values.mutations),
    seed: Number(values.seed),
    hostileDir: hostile === null ? null : hostileDir,
  });
  say(`Reading two mbox files of ${values['mbox-megabytes']} MB …`);
  const mbox = await measureMbox(Number(values['mbox-megabytes']));
  const figures: MailFigures = {
    authors,
    mbox,
    canaries,
    hostile,
    mutations: {
      messages: mutations.messages,
      crashes: mutations.crashes,
      slowest: mutations.slowestMs,
      errors: mutations.errors,
    },
  };
  console.log(values.json ? JSON.stringify(figures) : printMail(figures));
}

await main();
