import type { Mail } from '@emailai/contracts/mail';

/** What calendars put in front of an answer to an invitation. */
const CALENDAR_ANSWERS =
  'accepted|declined|tentative|tentatively accepted|canceled|cancelled|zugesagt|abgesagt|angenommen|abgelehnt|mit vorbehalt|vorläufig|accepté|refusé|provisoire|annulé|aceptado|aceptada|aceptó|rechazado|cancelado|accettato|rifiutato|annullato|geaccepteerd|geweigerd|voorlopig|geannuleerd|aceito|aceite|recusado|zaakceptowano|odrzucono|odwołane|accepterat|avböjt|accepteret|afslået|godtatt|avslått|hyväksytty|hylätty|přijato|odmítnuto|elfogadva|elutasítva|kabul edildi|reddedildi|принято|отклонено';
/** What mail programs answer by themselves, and what servers say of mail that did not arrive. */
const AUTOMATIC =
  'automatic reply|auto[- ]?reply|autoreply|auto[- ]?response|out of (?:the )?office|on vacation|automatische antwort|abwesenheits?\\w*|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina|risposta automatica|automatisch antwoord|resposta automática|automatyczna odpowiedź|autosvar|automatiskt svar|automaattinen vastaus|automatická odpověď|automatikus válasz|otomatik yanıt|автоответ|автоматический ответ|自动回复|自動返信|undeliverable|undelivered mail|delivery (?:status notification|failure)|mail delivery (?:failed|subsystem)|failure notice|returned mail|unzustellbar|read:|not read:|gelesen:|lu :|leído:|letto:|gelezen:|lida:|przeczytano:';
const MACHINE_SUBJECTS = new RegExp(`^\\s*(?:(?:${CALENDAR_ANSWERS})\\s*:|(?:${AUTOMATIC}))`, 'iu');
const MACHINE_SENDERS = /^(?:mailer-daemon|postmaster)@/;

/**
 * Mail that no person wrote: bounces, receipts, vacation notices, calendar answers. `Precedence: bulk` and
 * `List-Id` prove nothing: mailing lists carry them on what people write.
 */
export function isMachineMail(
  mail: Pick<Mail, 'markers' | 'subject' | 'from' | 'messageId'>,
): boolean {
  const marker = (name: string) => (mail.markers[name] ?? '').trim().toLowerCase();
  const submitted = marker('auto-submitted').split(/[;\s]/)[0] ?? '';
  const contentType = marker('content-type');
  return (
    (submitted !== '' && submitted !== 'no') ||
    /auto[-_]?reply/.test(marker('precedence')) ||
    marker('x-autoreply') !== '' ||
    marker('x-autorespond') !== '' ||
    marker('return-path').startsWith('<>') ||
    contentType.startsWith('text/calendar') ||
    contentType.startsWith('multipart/report') ||
    contentType.startsWith('message/d') ||
    MACHINE_SUBJECTS.test(mail.subject) ||
    MACHINE_SENDERS.test(mail.from.address)
  );
}
