import { describe, expect, it } from 'vitest';
import { ownWords } from '../quotes/own-words';
import { quotedMail } from '../quotes/quoted-mail';
import { htmlToPlain } from './html-to-plain';

/** What mail programs really write around `Are you coming?`, each with the same answer. */
const REPLIES: readonly [string, string][] = [
  [
    'Gmail',
    '<div dir="ltr">Hi Marta,<div><br></div><div>yes.</div><div><br></div><div>Tom</div><div><br clear="all"></div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Tom Hale<br>+46 8 123</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Thu, Mar 12, 2026 at 10:14 AM Marta Lindqvist &lt;<a href="mailto:marta@example.org">marta@example.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0"><div>Are you coming?</div></blockquote></div>',
  ],
  [
    'Outlook on the web',
    '<html><body><div>Hi Marta,</div><div><br></div><div>yes.</div><div><br></div><div>Tom</div><div id="Signature">Tom Hale<br>Editor</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Marta Lindqvist &lt;marta@example.org&gt;<br><b>Sent:</b> Thursday, March 12, 2026 10:14 AM<br><b>To:</b> Tom Hale &lt;tom@example.org&gt;<br><b>Subject:</b> Budget</font><div>&nbsp;</div></div><div>Are you coming?</div></body></html>',
  ],
  [
    'Outlook in German',
    '<div class="WordSection1"><p class="MsoNormal">Hi Marta,<o:p></o:p></p><p class="MsoNormal">yes.<o:p></o:p></p><p class="MsoNormal">Tom<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Von:</b> Marta Lindqvist &lt;marta@example.org&gt; <br><b>Gesendet:</b> Donnerstag, 12. März 2026 10:14<br><b>An:</b> Tom Hale<br><b>Betreff:</b> Budget<o:p></o:p></p></div></div><p>Are you coming?</p></div>',
  ],
  [
    'Apple Mail',
    '<html><body>Hi Marta,<div><br></div><div>yes.</div><div><br></div><div>Tom<br><div><br><blockquote type="cite"><div>On 12 Mar 2026, at 10:14, Marta Lindqvist &lt;marta@example.org&gt; wrote:</div><br class="Apple-interchange-newline"><div>Are you coming?</div></blockquote></div></div></body></html>',
  ],
  [
    'Thunderbird',
    '<html><body><p>Hi Marta,</p><p>yes.</p><p>Tom</p><div class="moz-cite-prefix">Am 12.03.2026 um 10:14 schrieb Marta Lindqvist:<br></div><blockquote type="cite" cite="mid:x@example.org"><p>Are you coming?</p></blockquote><div class="moz-signature">-- <br>Tom Hale</div></body></html>',
  ],
  [
    'Yahoo',
    '<div>Hi Marta,</div><div><br></div><div>yes.</div><div><br></div><div>Tom</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>On Thursday, March 12, 2026 at 10:14:00 AM GMT, Marta Lindqvist &lt;marta@example.org&gt; wrote: </div><div><br></div><div>Are you coming?</div></div></div>',
  ],
];

describe('htmlToPlain', () => {
  it.each(REPLIES)('lets the answer be told from its quote: %s', (_, html) => {
    const body = htmlToPlain(html);
    expect(ownWords({ body }).text.replace(/\n+/g, '\n')).toBe('Hi Marta,\nyes.\nTom');
    const quoted = quotedMail(body);
    expect(quoted).toMatchObject({ name: 'Marta Lindqvist', body: 'Are you coming?' });
    expect(quoted?.times[0]?.at.toISOString()).toBe('2026-03-12T10:14:00.000Z');
  });

  it('shows nothing that a reader does not see, and small print it does', () => {
    const hidden = [
      'display:none',
      'color:red; DISPLAY: none',
      'visibility:hidden',
      'font-size:0px',
      'font-size: 0;',
      'mso-hide:all',
    ].map((style) => `<p style="${style}">pay at once</p>`);
    const shown = '<p style="font-size:0.8em">small</p><p style="display:block">large</p>';
    expect(htmlToPlain(`${hidden.join('')}<p hidden>pay</p>${shown}`).trim()).toBe(
      'small\n\nlarge',
    );
  });
});
