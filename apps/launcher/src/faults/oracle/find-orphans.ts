import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from './finding';

/** Processes whose command names `folder`: what agents of this run started and did not end. */
export async function findOrphans(folder: string): Promise<Finding[]> {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-A', '-o', 'pid=,stat=,command=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(folder) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => ({ kind: 'broken', sentence: `left running: ${line.trim()}` }));
}
