import { convert, type FormatCallback } from 'html-to-text';

/** HTML read of one mail, in UTF-16 code units: more is layout, not words. */
const MAX_HTML_CHARS = 200_000;

/** What a reader does not see, a model must not read. */
const HIDDEN = [
  '[hidden]',
  '[style*="display:none" i]',
  '[style*="display: none" i]',
  '[style*="visibility:hidden" i]',
  '[style*="visibility: hidden" i]',
  '[style*="font-size:0;" i]',
  '[style*="font-size:0p" i]',
  '[style*="font-size: 0;" i]',
  '[style*="font-size: 0p" i]',
  '[style$="font-size:0" i]',
  '[style$="font-size: 0" i]',
  '[style*="mso-hide:all" i]',
  '[style*="opacity:0;" i]',
];
/** What mail programs add under a name of their own. */
const SIGNATURES = [
  'div.gmail_signature',
  'div.moz-signature',
  'pre.moz-signature',
  'div.protonmail_signature_block-user',
  'div#Signature',
  'div#ms-outlook-mobile-signature',
];

/** The mark that text mail has above a signature. */
const signature: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  builder.addLiteral('-- ');
  builder.closeBlock({ trailingLineBreaks: 1 });
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
};

/** The text a person reads in an HTML mail; quoted blocks keep `> ` marks. Never throws. */
export function htmlToPlain(html: string): string {
  try {
    return convert(html.slice(0, MAX_HTML_CHARS), {
      wordwrap: false,
      limits: { maxDepth: 60, maxChildNodes: 5_000, maxInputLength: MAX_HTML_CHARS },
      formatters: { signature },
      selectors: [
        { selector: 'a', options: { ignoreHref: true } },
        { selector: 'img', format: 'skip' },
        { selector: 'blockquote', format: 'blockquote', options: { leadingLineBreaks: 1 } },
        ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
          selector,
          options: { uppercase: false },
        })),
        { selector: 'table', format: 'block' },
        ...SIGNATURES.map((selector) => ({ selector, format: 'signature' })),
        ...HIDDEN.map((selector) => ({ selector, format: 'skip' })),
      ],
    });
  } catch {
    // What the converter cannot walk still has words between its tags.
    return html.slice(0, MAX_HTML_CHARS).replace(/<[^<>]{0,2000}>/g, ' ');
  }
}
