import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  evaluateResultSchema,
  loadResultSchema,
  planResultSchema,
  statusResultSchema,
  trainerReplySchema,
  trainerRequestSchema,
  trainResultSchema,
} from '@emailai/contracts/trainer-protocol';
import { z } from 'zod';

/**
 * The trainer's protocol as JSON Schema, for its Python tests: `tsx write-protocol-schema.ts` writes the file,
 * `--check` fails where it is not what the contract says.
 */
const SCHEMA_FILE = fileURLToPath(new URL('../../trainer/protocol.schema.json', import.meta.url));

function protocolSchema(): string {
  const schemas = {
    request: trainerRequestSchema,
    reply: trainerReplySchema,
    loadResult: loadResultSchema,
    planResult: planResultSchema,
    trainResult: trainResultSchema,
    evaluateResult: evaluateResultSchema,
    statusResult: statusResultSchema,
  };
  const $defs = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _draft, ...body } = z.toJSONSchema(schema, { io: 'input' });
      return [name, body];
    }),
  );
  const document = { $schema: 'https://json-schema.org/draft/2020-12/schema', $defs };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Whether the file in the tree says what the contract says. */
async function isProtocolSchemaCurrent(): Promise<boolean> {
  return (await readFile(SCHEMA_FILE, 'utf8').catch(() => '')) === protocolSchema();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) await writeFile(SCHEMA_FILE, protocolSchema());
  else if (!(await isProtocolSchemaCurrent())) {
    console.error(
      'packages/pipeline/trainer/protocol.schema.json is not what contracts/trainer-protocol.ts says: ' +
        'run tsx packages/pipeline/src/trainer/write-protocol-schema.ts.',
    );
    process.exitCode = 1;
  }
}
