#!/usr/bin/env node
// Makes src/generated from prisma/schema; does nothing where the schema has not changed. Needs no package
// but prisma itself, so that the bootstrap can call it first.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageDir = join(dirname(fileURLToPath(import.meta.url)), '..');
const repositoryDir = join(packageDir, '..', '..');
const schemaDir = join(repositoryDir, 'prisma', 'schema');
const generatedDir = join(packageDir, 'src', 'generated');
const stampFile = join(generatedDir, '.schema-hash');

const prismaPackage = createRequire(import.meta.url).resolve('prisma/package.json');

function schemaHash() {
  const hash = createHash('sha256').update(JSON.parse(readFileSync(prismaPackage, 'utf8')).version);
  for (const name of readdirSync(schemaDir).sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(schemaDir, name)));
  }
  return hash.digest('hex');
}

const hash = schemaHash();
const isFresh =
  existsSync(join(generatedDir, 'client.ts')) &&
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === hash;

if (!isFresh) {
  const cli = join(dirname(prismaPackage), 'build', 'index.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: repositoryDir,
    encoding: 'utf8',
    // `generate` needs no schema engine, yet the CLI would download one: any existing file keeps it quiet.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}`);
    console.error('The database client could not be generated from prisma/schema; see above.');
    process.exit(1);
  }
  writeFileSync(stampFile, hash);
}
