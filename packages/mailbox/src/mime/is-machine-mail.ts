import type { Mail } from '@emailai/contracts/mail';

const MACHINE_SUBJECTS =
  /^\s*(?:(?:accepted|declined|tentative|canceled|cancelled|zugesagt|abgesagt|angenommen|abgelehnt|accepté|refusé|aceptado|aceptada|rechazado|accettato|rifiutato|geaccepteerd)\s*:|(?:automatic reply|auto[- ]?reply|autoreply|out of (?:the )?office|automatische antwort|abwesenheit|réponse automatique|respuesta automática|risposta automatica|automatisch antwoord|undeliverable|undelivered mail|delivery status notification|mail delivery failed|returned mail|read:|gelesen:))/i;
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
