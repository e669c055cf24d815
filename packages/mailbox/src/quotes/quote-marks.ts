/**
 * What mail programs write around the mail that is answered. All patterns look at the head of one line:
 * hostile lines are long, and no mark is.
 */
const MAX_MARK_CHARS = 300;
const headOf = (line: string) => line.slice(0, MAX_MARK_CHARS);

/** `> text`, also behind an indent or as `| text`. */
const QUOTED = /^\s{0,3}(?:>|\|(?:\s|$))/;
export const isQuoted = (line: string) => QUOTED.test(line);
export const unquote = (line: string) => line.replace(/^\s{0,3}(?:[>|] ?)+/, '');

/** Ends of `On DATE, NAME wrote:` in the languages mail programs speak. */
const ATTRIBUTION_END = new RegExp(
  [
    'wrote|writes|has written|said',
    'schrieb|schrieben|geschrieben',
    'a écrit|écrit|écrivait',
    'escribió|ha escrito|escreveu',
    'ha scritto|scrive',
    'schreef|heeft geschreven',
    'skrev|skrifaði|kirjoitti',
    'napisał|napisała|napisał\\(a\\)|pisze|napsal|napísal|írta|je napisao',
    'написал|написала|пишет|писал|έγραψε|yazdı|şunları yazdı',
    'a scris|va escriure|kirjutas',
  ].join('|'),
  'iu',
);
const ATTRIBUTION_TAIL = new RegExp(
  `(?:^|[\\s*>,])(?:${ATTRIBUTION_END.source})\\s*:?\\s*[*_-]*$`,
  'iu',
);
/** German, Dutch and Nordic programs put the name behind the verb: `Am … schrieb Marta:`. */
const ATTRIBUTION_INNER =
  /(?:^|\s)(?:schrieb|schreef|skrev|wrote|scrive|écrit|escribió|napisał)\s[^:]{1,120}:\s*$/iu;
const ATTRIBUTION_CJK = /(?:写道|寫道|のメッセージ|さんは書きました|작성)\s*[:：]?\s*$/u;
const HAS_DATE_OR_ADDRESS =
  /@|<[^<>]{3,}>|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b(?:19|20)\d\d\b|\d{1,2}[:.]\d{2}|\d+\s*(?:年|월)/u;
const STARTS_LIKE_ONE =
  /^\s*[*_-]{0,4}\s*(?:on|am|le|el|il|em|op|den|pe|w dniu|dnia|dne|в|ср|пн|вт|чт|пт|сб|вс|στις|a|no dia|em|in data|\d|at|\(?quoting)\b/iu;

const MAX_ATTRIBUTION_CHARS = 400;

/** How sure a line is that a quote follows: `loose` counts only right above quoted lines. */
export type Attribution = 'sure' | 'loose' | null;

export function attributionOf(text: string): Attribution {
  const line = text.slice(0, MAX_ATTRIBUTION_CHARS + 1).trim();
  if (line === '' || line.length > MAX_ATTRIBUTION_CHARS) return null;
  const verb =
    ATTRIBUTION_TAIL.test(line) || ATTRIBUTION_INNER.test(line) || ATTRIBUTION_CJK.test(line);
  const dated = HAS_DATE_OR_ADDRESS.test(line);
  if (verb && dated && (STARTS_LIKE_ONE.test(line) || /[:：]$/.test(line))) return 'sure';
  if (verb && /[:：]$/.test(line)) return 'loose';
  if (dated && /[:：]$/.test(line) && /@|<[^<>]{3,}>/.test(line)) return 'loose';
  return null;
}

const ORIGINAL_MESSAGE =
  /^\s*[-_*=]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|originalnachricht|message d['’]origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|originalmeddelande|ursprungligt meddelande|oprindelig meddelelse|oprindelig besked|opprinnelig melding|alkuperäinen viesti|oryginalna wiadomość|wiadomość oryginalna|původní zpráva|исходное сообщение|reply message|on .{3,200} wrote:)\s*[-_*=]*\s*$/iu;
const FORWARDED =
  /^\s*(?:[-_*=]{2,}\s*(?:forwarded (?:message|by)|weitergeleitete nachricht|message (?:transféré|réexpédié)|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande|videresendt|przekazana wiadomość|пересылаемое сообщение)|begin forwarded message\s*:|anfang der weitergeleiteten nachricht\s*:|début du message (?:réexpédié|transféré)\s*:|inicio del mensaje reenviado\s*:|inizio messaggio inoltrato\s*:)/iu;
export const opensOriginal = (line: string) => ORIGINAL_MESSAGE.test(headOf(line));
export const opensForward = (line: string) => FORWARDED.test(headOf(line));

const FROM_HEADER =
  /^\s*\*?(?:from|von|de|van|da|från|fra|lähettäjä|od|от|gönderen|发件人|寄件者|差出人)\s*\*?\s*[:：]\s*\*?\s*\S/iu;
const OTHER_HEADER =
  /^\s*\*?(?:sent|to|cc|subject|date|reply-to|importance|gesendet|an|betreff|datum|kopie|envoyé|à|objet|enviado(?: el)?|para|asunto|assunto|fecha|data|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|vastaanottaja|aihe|wysłano|do|temat|отправлено|кому|тема|gönderildi|kime|konu|发送时间|收件人|主题|日期|送信日時|宛先|件名)\s*\*?\s*[:：]/iu;

/** Whether the lines from `at` on are the header block that Outlook puts above an original. */
export function opensHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!FROM_HEADER.test(headOf(lines[at] ?? ''))) return false;
  let others = 0;
  for (const line of lines.slice(at + 1, at + 9)) if (OTHER_HEADER.test(headOf(line))) others += 1;
  return others >= 2;
}
