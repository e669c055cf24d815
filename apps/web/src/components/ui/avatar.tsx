/** Eight inks; every person keeps theirs. Colour never carries meaning here. */
const INKS = [
  'light-dark(#2a3db5, #9fadff)',
  'light-dark(#14655a, #6fd0c0)',
  'light-dark(#9a2f5f, #ff9cc6)',
  'light-dark(#6b4a12, #e0b872)',
  'light-dark(#5b2f9a, #c9a6ff)',
  'light-dark(#1f5f8f, #86c5f2)',
  'light-dark(#8f3a1c, #ffab8a)',
  'light-dark(#3e6118, #add67d)',
] as const;

function inkOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return INKS[sum % INKS.length] ?? INKS[0];
}

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('');

export function Avatar({
  name,
  className = 'size-9 text-sm',
}: {
  name: string;
  className?: string;
}) {
  const ink = inkOf(name);
  return (
    <span
      aria-hidden
      className={`inline-flex shrink-0 items-center justify-center rounded-full font-serif font-medium italic ${className}`}
      style={{ color: ink, background: `color-mix(in oklab, ${ink} 14%, transparent)` }}
    >
      {initialsOf(name)}
    </span>
  );
}
