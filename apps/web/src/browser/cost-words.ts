/** Dollars as shown to people; what is less than a cent says so instead of pretending to be free. */
export function costWords(usd: number): string {
  if (usd <= 0) return '$0.00';
  if (usd < 0.01) return '< $0.01';
  return `$${usd.toFixed(2)}`;
}
