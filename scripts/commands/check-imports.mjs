import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { repositoryDir } from '../bootstrap/places.mjs';

/**
 * The import law: contracts ← {mailbox, serving} ← pipeline; contracts ← db ← services ← api ← apps. What a
 * part may import of the others; `type` allows types alone. Cycles between files are Biome's `noImportCycles`.
 */
const MAY_IMPORT = {
  'packages/contracts': {},
  'packages/mailbox': { contracts: true },
  'packages/serving': { contracts: true },
  'packages/pipeline': { contracts: true, mailbox: true, serving: true },
  'packages/db': { contracts: true },
  'packages/services': { contracts: true, db: true, mailbox: true },
  'packages/api': { contracts: true, services: true },
  'apps/gpu-agent': { contracts: true, pipeline: true, serving: true, api: 'type' },
  'apps/web': { contracts: true, db: true, services: true, api: true },
  'apps/plane-bench': {
    contracts: true,
    db: true,
    services: true,
    api: 'type',
    web: true,
    'gpu-agent': true,
  },
  'apps/launcher': {
    contracts: true,
    db: true,
    mailbox: true,
    services: true,
    web: true,
    'gpu-agent': true,
    api: 'type',
  },
};

/** Rules inside a part: which folder may not import what, and why. */
const INNER = [
  {
    in: 'apps/gpu-agent/src/core/',
    not: /^node:|^electron$|\/node\//,
    why: 'the core runs anywhere',
  },
  {
    in: 'apps/web/src/app/',
    not: /server\/|^@emailai\/(db|services)/,
    why: 'pages run in a browser',
  },
  {
    in: 'apps/web/src/components/',
    not: /server\/|^@emailai\/(db|services)/,
    why: 'components run in a browser',
  },
  { in: '', except: 'apps/gpu-agent/src/main/', not: /^electron$/, why: 'electron has one door' },
];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;

function* sourceFiles(dir) {
  for (const entry of readdirSync(join(repositoryDir, dir), { withFileTypes: true })) {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) {
      if (
        !['node_modules', '.next', 'generated', 'trainer'].includes(entry.name) ||
        path.endsWith('src/trainer')
      ) {
        yield* sourceFiles(path);
      }
    } else if (/\.(ts|tsx|mts)$/.test(entry.name)) yield path;
  }
}

/** Why `file` may not import `specifier`, or `null` where it may. */
function refusal(part, file, specifier, isTypeOnly) {
  const isTest = /\.test\.tsx?$|\/testing\//.test(file);
  for (const rule of INNER) {
    const applies = file.startsWith(rule.in) && !(rule.except && file.startsWith(rule.except));
    if (applies && !isTest && !isTypeOnly && rule.not.test(specifier)) return rule.why;
  }
  const own = specifier.match(/^@emailai\/([a-z-]+)/)?.[1];
  if (own && `@emailai/${own}` !== `@emailai/${part.split('/')[1]}`) {
    const allowed = MAY_IMPORT[part][own];
    if (!allowed) return `${part} may not import ${own}`;
    if (allowed === 'type' && !isTypeOnly) return `${part} may import types of ${own} only`;
  }
  if (specifier.startsWith('.')) {
    const target = relative(repositoryDir, resolve(repositoryDir, dirname(file), specifier));
    if (!target.startsWith(part)) return 'a relative import may not leave its package';
  }
  return null;
}

let count = 0;
let broken = 0;
for (const part of Object.keys(MAY_IMPORT)) {
  for (const file of sourceFiles(`${part}/src`)) {
    for (const match of readFileSync(join(repositoryDir, file), 'utf8').matchAll(IMPORT)) {
      const specifier = match[2] ?? match[3] ?? match[4];
      const why = refusal(part, file, specifier, match[1] !== undefined);
      count += 1;
      if (!why) continue;
      broken += 1;
      console.log(`${file} imports ${specifier}: ${why}`);
    }
  }
}
if (count < 100) {
  console.log(`only ${count} imports were seen: the check itself is broken`);
  broken += 1;
}
process.exitCode = broken === 0 ? 0 : 1;
