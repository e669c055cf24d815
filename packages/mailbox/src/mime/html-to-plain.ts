import { convert } from 'html-to-text';

/** HTML read of one mail, in UTF-16 code units: more is layout, not words. */
const MAX_HTML_CHARS = 200_000;

/** The text a person reads in an HTML mail; quoted blocks keep `> ` marks. Never throws. */
export function htmlToPlain(html: string): string {
  try {
    return convert(html.slice(0, MAX_HTML_CHARS), {
      wordwrap: false,
      limits: { maxDepth: 60, maxChildNodes: 5_000, maxInputLength: MAX_HTML_CHARS },
      selectors: [
        { selector: 'a', options: { ignoreHref: true } },
        { selector: 'img', format: 'skip' },
        { selector: 'blockquote', format: 'blockquote', options: { leadingLineBreaks: 1 } },
        ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
          selector,
          options: { uppercase: false },
        })),
        { selector: 'table', format: 'block' },
      ],
    });
  } catch {
    // What the converter cannot walk still has words between its tags.
    return html.slice(0, MAX_HTML_CHARS).replace(/<[^<>]{0,2000}>/g, ' ');
  }
}
