import { stat, statfs } from 'node:fs/promises';
import { ServingError } from '../serving-error';

/** Left alone: a full disk stops everything else on a machine. */
const KEPT_FREE_BYTES = 2 ** 30;

/** The disk a folder lies on. */
export interface Disk {
  device: number;
  freeBytes: number;
}

export async function readDisk(folder: string): Promise<Disk> {
  const [{ dev }, { bavail, bsize }] = await Promise.all([stat(folder), statfs(folder)]);
  return { device: dev, freeBytes: bavail * bsize };
}

/**
 * Says what a merged file of `bytes` will take of the disks it is written to: `here`, until Ollama has its copy, and
 * Ollama's own (`theirs`, null where it cannot be seen from here). Throws `disk_full` where it does not fit.
 */
export function planRoom(input: {
  model: string;
  bytes: number;
  here: Disk;
  theirs: Disk | null;
}): string {
  const { model, bytes, here, theirs } = input;
  const isOneDisk = theirs !== null && theirs.device === here.device;
  const needed = isOneDisk ? 2 * bytes : bytes;
  const size = gigabytes(bytes);
  const free =
    theirs === null || isOneDisk
      ? `${gigabytes(here.freeBytes)} are free here`
      : `${gigabytes(here.freeBytes)} are free here and ${gigabytes(theirs.freeBytes)} there`;
  const cost = `The merged model ${model} takes ${size} of Ollama's disk, and as much of this one while it is written; ${free}.`;
  const isTooBig =
    needed + KEPT_FREE_BYTES > here.freeBytes ||
    (theirs !== null && !isOneDisk && bytes + KEPT_FREE_BYTES > theirs.freeBytes);
  if (isTooBig) {
    throw new ServingError(
      'disk_full',
      `${cost} That is too little: free some space, set AGENT_MERGED_WEIGHTS=q8_0, or use the embedded engine, which needs no merged models.`,
    );
  }
  return cost;
}

/** `0.01 GB`, `16.1 GB`: enough to decide by. */
export function gigabytes(bytes: number): string {
  const count = bytes / 1e9;
  return `${count.toFixed(count < 1 ? 2 : 1)} GB`;
}
