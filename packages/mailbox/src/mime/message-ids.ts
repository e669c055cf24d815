/** Message-IDs as `<id>`, in order; those without angle brackets count if they look like ids. */
export function messageIdsIn(header: string | undefined): string[] {
  if (header === undefined) return [];
  const bracketed = header.slice(0, 20_000).match(/<[^<>\s]{1,900}>/g);
  if (bracketed !== null) return [...new Set(bracketed)];
  return header
    .split(/[\s,]+/)
    .filter((word) => /^[^\s<>@]{1,400}@[^\s<>@]{1,400}$/.test(word))
    .map((word) => `<${word}>`);
}
