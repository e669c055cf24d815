import { spawn } from 'node:child_process';

/**
 * Runs a program in the foreground with this terminal and resolves to its exit code. Signals sent to us alone
 * are passed on; the child is waited for, so that it can stop what it started.
 */
export function runChild(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    const ignore = () => {};
    // Ctrl-C reaches the whole foreground group: the child has it already, and we only have to outlive it.
    process.on('SIGINT', process.stdin.isTTY ? ignore : forward);
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** Runs a program quietly; resolves to `{code, output}` with both streams together. */
export function runQuietly(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The last lines a failed tool printed: enough to see why, short enough to read. */
export function lastLines(output, count = 15) {
  return output.trim().split('\n').slice(-count).join('\n');
}
