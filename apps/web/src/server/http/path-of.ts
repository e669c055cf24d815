import type { IncomingMessage } from 'node:http';

/** The path without its query; what is no path at all lies nowhere. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const base = 'http://localhost';
  return URL.canParse(url, base) ? new URL(url, base).pathname : url;
}
