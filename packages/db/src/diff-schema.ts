import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

export const SCHEMA_DIR = fileURLToPath(new URL('../../../prisma/schema', import.meta.url));

type Exports = Record<string, unknown>;

/** What wasm-bindgen made for bundlers, without its types: its functions are what the engine imports. */
interface EngineGlue {
  __wbg_set_wasm(exports: Exports): void;
  SchemaEngine: typeof SchemaEngine;
}

/** Node has WebAssembly; the types for Node 20 alone do not say so. */
function webAssembly(): {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>;
} {
  return Reflect.get(globalThis, 'WebAssembly');
}

/** Loads Prisma's schema engine as WebAssembly: the binary one cannot be downloaded everywhere. */
async function loadEngine(): Promise<typeof SchemaEngine> {
  const gluePath = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const glue: EngineGlue = await import(gluePath);
  const bytes = await readFile(gluePath.replace(/\.js$/, '.wasm'));
  const imports = { './schema_engine_bg.js': glue };
  const { exports } = (await webAssembly().instantiate(bytes, imports)).instance;
  glue.__wbg_set_wasm(exports);
  // Where the engine leaves its last words; without it a panic reads "undefined".
  Reflect.set(globalThis, 'PRISMA_WASM_PANIC_REGISTRY', {
    set_message(message: string) {
      throw new Error(`The schema engine gave up: ${message}`);
    },
  });
  if (typeof exports.__wbindgen_start === 'function') exports.__wbindgen_start();
  return glue.SchemaEngine;
}

const CHAR_OID = 18;
const UUID_OID = 2950;

/**
 * PostgreSQL's catalogue has `"char"` columns, for which Prisma's adapter has no name though its engine wants
 * them. So they pass the adapter as uuid, which the catalogue does not use, and are renamed behind it.
 */
function openCatalogue(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const query = pool.query.bind(pool);
  const queryCharAsUuid = async (config: pg.QueryConfig, values?: unknown[]) => {
    const result = await query(config, values);
    for (const field of result.fields) {
      if (field.dataTypeID === CHAR_OID) field.dataTypeID = UUID_OID;
    }
    return result;
  };
  const factory = new PrismaPg(Object.assign(pool, { query: queryCharAsUuid }));
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (config) => {
      const result = await queryRaw(config);
      const { Uuid, Character } = ColumnTypeEnum;
      const columnTypes = result.columnTypes.map((type) => (type === Uuid ? Character : type));
      return { ...result, columnTypes };
    };
    return adapter;
  };
  return factory;
}

/** One instance a process: its glue keeps the instance's memory in a variable of the module. */
let engineClass: Promise<typeof SchemaEngine> | undefined;

/**
 * The SQL that turns the database at `url` into what prisma/schema says; empty where they agree. It sees
 * tables, columns, enums, keys and plain indexes, and leaves checks, triggers and partial indexes alone.
 */
export async function diffSchema(url: string, schemaDir: string = SCHEMA_DIR): Promise<string> {
  const names = (await readdir(schemaDir)).filter((name) => name.endsWith('.prisma')).sort();
  const files = await Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(schemaDir, path), 'utf8') })),
  );
  engineClass ??= loadEngine();
  const Engine = await engineClass;
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const engine = await Engine.new(
      { datamodels: files.map(({ path, content }) => [path, content]) },
      () => {},
      bindMigrationAwareSqlAdapterFactory(openCatalogue(pool)),
    );
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: schemaDir },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const script = stdout?.trim() ?? '';
    return script === '-- This is an empty migration.' ? '' : script;
  } finally {
    await pool.end();
  }
}
