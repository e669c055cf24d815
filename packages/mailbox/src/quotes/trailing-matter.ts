/**
 * What mail programs, lists and employers put below the words of a person. Patterns look at the head of one
 * line: hostile lines are long.
 */
const headOf = (line: string) => line.slice(0, 300);

export const isSignatureMark = (line: string) => /^--\s*$/.test(headOf(line));

/** `Sent from my phone` in the languages phones speak. */
export const isDeviceLine = (line: string) =>
  /^\s*(?:sent (?:from|with|via|using) (?:my |mobile|outlook|yahoo|proton|samsung|mail |the )|get outlook for|download outlook|von meinem .{1,40} gesendet|gesendet (?:von|mit)|diese nachricht wurde von meinem|envoyé (?:depuis|de mon|à partir)|télécharger outlook|enviado (?:desde|do meu|a partir)|inviato (?:da|dal)|verzonden (?:vanaf|met)|verstuurd vanaf|skickat från|sendt fra|lähetetty |wysłane z|отправлено с|iphone'umdan gönderildi)/iu.test(
    headOf(line),
  );

/** A rule of underscores or the like, above a list's footer. */
export const isRule = (line: string) => /^\s*[_=*~-]{10,}\s*$/.test(headOf(line));

export const isListFooter = (line: string) =>
  /mailing list|to unsubscribe|unsubscribe from this|you received this (?:message|email) because|listinfo|groups\.google\.com|https?:\/\/lists\.|\blists\.[a-z.]+\.[a-z]+\b/i.test(
    headOf(line),
  );

/** A footer's line without a rule above it; a person may speak of a mailing list in words of their own. */
export const isFooterLine = (line: string) =>
  /^\W*(?:to unsubscribe|unsubscribe\b|you (?:received|are receiving|got) this|.{0,80}mailing list\s*(?:--|[-–:,])?\s*<?\S+@\S+>?\s*(?:<\S+>)?\s*$|https?:\S*(?:listinfo|unsubscribe|options)\S*\s*$|(?:virus-free|avast)\b.{0,60}$|please consider the environment)/i.test(
    headOf(line),
  );

export const isDisclaimer = (line: string) =>
  /^\W*(?:confidentiality notice|disclaimer\b|this (?:e-?mail|message|communication)(?:,? (?:and|including) (?:any|all)[^.]{0,60})? (?:is|are|may be|may contain|contains|and its contents)[^.]{0,80}(?:confidential|privileged|intended)|the information (?:contained )?in this (?:e-?mail|message)|diese e-?mail (?:enthält|ist|und)[^.]{0,60}vertraulich|ce (?:message|courriel)[^.]{0,60}confidentiel|este (?:mensaje|correo|e-?mail)[^.]{0,80}confidencial|questo messaggio[^.]{0,80}(?:confidenzial|riservat)|dit (?:bericht|e-?mail)[^.]{0,80}vertrouwelijk|esta mensagem[^.]{0,80}(?:confidencia|sigilos)|(?:ta|niniejsza) wiadomość[^.]{0,80}poufn|(?:detta|denne|dette) (?:mail|meddelande|meddelelse|melding|e-?post)[^.]{0,80}(?:konfidentiel|fortrolig)|это (?:сообщение|письмо)[^.]{0,80}конфиденциал|if you are not the intended recipient)/i.test(
    headOf(line),
  );

/** Telephone, web and street lines of a business card. */
export const isContactLine = (line: string) =>
  /^\s*(?:(?:tel|telefon|phone|ph|mobile|mob|cell|fax|office|direct|web|e-?mail|skype)\b\s*[.:|]|[tmpfwe]\b\s*(?:[:|]|\.\s*[+\d(])|\+\d[\d\s().-]{6,}|https?:\/\/\S+\s*$|www\.\S+\s*$|<?[^\s@]+@[^\s@]+\.[a-z]+>?\s*$)|[|•].*(?:@|\+?\d[\d\s().-]{6,}|www\.|https?:)/i.test(
    headOf(line),
  );

/** `Best regards,` and its kin: part of the style, kept wherever it stands. */
export const isClosing = (line: string) =>
  line.trim().length <= 60 &&
  /^\W*(?:(?:with |my )?(?:best|kind|kindest|warm|warmest|many|sincere)?\s*(?:regards|wishes|thanks)|thanks|thank you|cheers|best|sincerely|yours|take care|all the best|br|rgds|ciao|love|greetings|mit freundlichen|mfg|viele grüße|liebe grüße|schöne grüße|beste grüße|gruß|grüße|cordialement|bien à vous|amicalement|saludos|un saludo|atentamente|abraços|atenciosamente|cordiali saluti|saluti|met vriendelijke|groeten|groetjes|med vänlig|hälsningar|mvh|hilsen|terveisin|pozdrawiam|с уважением)\b[^@\d]*$/iu.test(
    headOf(line),
  );

/** A name below a closing: up to four words without digits or addresses. */
export const isNameLine = (line: string) =>
  /^\s*[-–—/]?\s*(?:\p{L}[\p{L}\p{M}.'’-]*\s*){1,4}[,.]?\s*$/u.test(headOf(line)) &&
  line.length <= 60;
