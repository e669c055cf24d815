import { SetupError } from './setup-error.mjs';

const REQUIRED = [20, 19];

/** Refuses an old Node in one sentence, before any of its missing features can. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) return;
  throw new SetupError(
    `Node ${process.versions.node} is too old: emailai needs Node ${REQUIRED.join('.')} or newer. Install it and run the command again.`,
  );
}
