const TAG = /^(?<name>[^:]+):v(?<version>\d+)$/;

/** `emailai-user…` of `emailai-user…:v3`; anything else is its own plain name. */
export function plainNameOf(tag: string): string {
  return TAG.exec(tag)?.groups?.name ?? tag;
}

/**
 * Of `held` tags, the versions of the same model that may go once `published` serves: all below it but the newest of
 * them, which stays for a roll-back.
 */
export function versionsToDrop(held: readonly string[], published: string): string[] {
  const name = plainNameOf(published);
  const version = versionOf(published);
  if (version === Number.POSITIVE_INFINITY) return [];
  const older = held.filter((tag) => plainNameOf(tag) === name && versionOf(tag) < version);
  return older.sort((a, b) => versionOf(b) - versionOf(a)).slice(1);
}

/** Infinity for what is no version. */
const versionOf = (tag: string) =>
  Number(TAG.exec(tag)?.groups?.version ?? Number.POSITIVE_INFINITY);
