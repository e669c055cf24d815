/** One thing the server stands on; the reason is one of ours, never what a database said. */
interface Check {
  ok: boolean;
  reason: string | null;
}

export interface Ready {
  ok: boolean;
  checks: Record<'database' | 'migrations' | 'listener' | 'process', Check>;
}

export interface Readiness {
  check(): Promise<Ready>;
  /** From now on it is not ready: whoever sends people here should stop. */
  stop(): void;
}

export interface ReadinessPorts {
  askDatabase: () => Promise<unknown>;
  /** Names of migrations that the database lacks. */
  pendingMigrations: () => Promise<string[]>;
  isListening: () => boolean;
  timeoutMs: number;
}

/** Answers may be so old: anybody can ask, and asking must not cost. */
const FRESH_MS = 1_000;

export function createReadiness(ports: ReadinessPorts): Readiness {
  let isStopping = false;
  let latest: { atMs: number; ready: Promise<Ready> } | undefined;

  const within = <Value>(what: Promise<Value>): Promise<Value> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('late')), ports.timeoutMs);
    });
    return Promise.race([what, late]).finally(() => clearTimeout(timer));
  };
  const asCheck = (what: Promise<boolean>, reason: string): Promise<Check> =>
    what.then(
      (ok) => ({ ok, reason: ok ? null : reason }),
      () => ({ ok: false, reason }),
    );

  async function look(): Promise<Ready> {
    const [database, migrations] = await Promise.all([
      asCheck(
        within(ports.askDatabase()).then(() => true),
        'The database does not answer.',
      ),
      asCheck(
        within(ports.pendingMigrations()).then((names) => names.length === 0),
        'The database lacks migrations of this version, or does not answer.',
      ),
    ]);
    const isListening = ports.isListening();
    const checks = {
      database,
      migrations,
      listener: {
        ok: isListening,
        reason: isListening ? null : 'The connection for notifications is broken.',
      },
      process: { ok: !isStopping, reason: isStopping ? 'The server is stopping.' : null },
    };
    return { ok: Object.values(checks).every(({ ok }) => ok), checks };
  }

  return {
    check() {
      const atMs = performance.now();
      if (latest === undefined || atMs - latest.atMs > FRESH_MS) latest = { atMs, ready: look() };
      return latest.ready;
    },
    stop() {
      isStopping = true;
      latest = undefined;
    },
  };
}
