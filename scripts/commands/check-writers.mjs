import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryDir } from '../bootstrap/places.mjs';

/**
 * Who may write what a job is: every other file reads. `applyJobEvent` runs the statements that `jobEventSql` makes
 * (one change, its line in the log); `applyAgentEvents` is the same for a batch; a lease is no change of state.
 */
const WRITERS = {
  FineTuningJob: ['packages/db/src/job/'],
  JobEvent: [
    'packages/db/src/job/job-sql.ts',
    'packages/db/src/job/apply-agent-events.ts',
    'packages/db/src/housekeeping/prune-job-events.ts',
  ],
  ModelVersion: [
    'packages/db/src/job/complete-job.ts',
    'packages/db/src/model/activate-version.ts',
  ],
};
/** Files of packages/db/src/job that write the row by other means than `jobEventSql`. */
const OWN_MEANS = ['apply-agent-events.ts', 'renew-leases.ts', 'job-guards-sql.ts'];
const JOB_DIR = 'packages/db/src/job/';

const PLACES = ['packages', 'apps', 'scripts'];
const isTest = (path) => /\.test\.tsx?$|\/testing\//.test(path);

function* sourceFiles(dir) {
  for (const entry of readdirSync(join(repositoryDir, dir), { withFileTypes: true })) {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!['node_modules', '.next', 'generated', 'dist'].includes(entry.name)) {
        yield* sourceFiles(path);
      }
    } else if (/\.(ts|tsx|mts|mjs)$/.test(entry.name) && !isTest(path)) yield path;
  }
}

const inSql = (table) =>
  new RegExp(`(?:INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|TRUNCATE|COPY)\\s+"${table}"`, 'i');
const inPrisma = (table) => {
  const name = table[0].toLowerCase() + table.slice(1);
  return new RegExp(`\\.${name}\\s*\\.(?:create|update|delete|upsert)`);
};

let seen = 0;
let broken = 0;
const fault = (sentence) => {
  console.log(sentence);
  broken += 1;
};
for (const path of PLACES.flatMap((place) => [...sourceFiles(place)])) {
  const text = readFileSync(join(repositoryDir, path), 'utf8');
  for (const [table, writers] of Object.entries(WRITERS)) {
    if (!inSql(table).test(text) && !inPrisma(table).test(text)) continue;
    seen += 1;
    if (writers.some((writer) => path.startsWith(writer))) continue;
    fault(`${path} writes ${table}: only ${writers.join(', ')} may`);
  }
  const name = path.slice(JOB_DIR.length);
  if (!path.startsWith(JOB_DIR) || OWN_MEANS.includes(name)) continue;
  if (inSql('FineTuningJob').test(text) && !/\bjobEventSql\(/.test(text)) {
    fault(`${path} changes a job without a line in its log: use jobEventSql`);
  }
}
if (seen < 8) fault(`only ${seen} writers were seen: the check itself is broken`);
process.exitCode = broken === 0 ? 0 : 1;
