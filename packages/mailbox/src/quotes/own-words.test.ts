import { describe, expect, it } from 'vitest';
import { ownWords } from './own-words';

const textOf = (body: string) => ownWords({ body }).text;

describe('ownWords', () => {
  it.each([
    ['On Thu, 12 Mar 2026 at 10:14, Marta Lindqvist <marta@example.org> wrote:'],
    ['On Thu, Mar 12, 2026 at 10:14 AM Marta Lindqvist <marta@example.org>\nwrote:'],
    ['On 12/03/2026 10:14, Marta via List wrote:'],
    ['Am 12.03.2026 um 10:14 schrieb Marta Lindqvist:'],
    ['Am Do., 12. März 2026 um 10:14 Uhr schrieb Marta <\nmarta@example.org>:'],
    ['Le jeu. 12 mars 2026 à 10:14, Marta <marta@example.org> a écrit :'],
    ['El jue, 12 mar 2026 a las 10:14, Marta (<marta@example.org>) escribió:'],
    ['Il giorno gio 12 mar 2026 alle ore 10:14 Marta <marta@example.org> ha scritto:'],
    ['Op do 12 mrt 2026 om 10:14 schreef Marta <marta@example.org>:'],
    ['Em qui., 12 de mar. de 2026 às 10:14, Marta <marta@example.org> escreveu:'],
    ['Den tors 12 mars 2026 kl 10:14 skrev Marta <marta@example.org>:'],
    ['czw., 12 mar 2026 o 10:14 Marta <marta@example.org> napisał(a):'],
    ['чт, 12 мар. 2026 г. в 10:14, Marta <marta@example.org>:'],
    ['Marta Lindqvist <marta@example.org>, 12 Mar 2026 Per, 10:14 tarihinde\nşunu yazdı:'],
    ['On Thu, Mar 12, 2026 at 10:14 AM Marta\nvia all <all@lists.example.org>\nwrote:'],
    ['* Marta Lindqvist <marta@example.org> [2026-03-12 10:14]:'],
  ])('takes out %j', (attribution) => {
    const { text, quoted } = ownWords({
      body: `Hi Marta,\n\nyes.\n\nBest,\nTom\n\n${attribution}\n\n> Are you coming?\n> Marta\n`,
    });
    expect(text).toBe('Hi Marta,\n\nyes.\n\nBest,\nTom');
    expect(quoted).toContain('Are you coming?\nMarta');
  });

  it.each([
    ['-----Original Message-----\nFrom: Marta'],
    ['-----Ursprüngliche Nachricht-----\nVon: Marta'],
    [
      '________________________________\nFrom: Marta <m@example.org>\nSent: Monday\nTo: Tom\nSubject: Hi',
    ],
    ['Von: Marta <m@example.org>\nGesendet: Montag\nAn: Tom\nBetreff: Hallo'],
    ['De : Marta <m@example.org>\nEnvoyé : lundi\nÀ : Tom\nObjet : Bonjour'],
    ['*From:* Marta <m@example.org>\n*Date:* Monday\n*To:* Tom\n*Subject:* Hi'],
    ['--- On Wed, 4/4/12, m@example.org <m@example.org> wrote:\n\nFrom: m@example.org'],
  ])('cuts at %j', (header) => {
    expect(textOf(`Yes, fine.\n\nTom\n\n${header}\n\nAre you coming?`)).toBe('Yes, fine.\n\nTom');
  });

  it('keeps every own piece of an interleaved answer, in order', () => {
    const body =
      'Hi Marta,\n\nOn 12 Mar 2026, Marta <m@example.org> wrote:\n> One?\nFirst.\n\n> Two?\n>\n> Three?\n\nSecond:\n\nThird.\n\nTom\n';
    expect(textOf(body)).toBe('Hi Marta,\n\nFirst.\n\nSecond:\n\nThird.\n\nTom');
  });

  it('keeps what stands below a quote', () => {
    expect(textOf('On 12 Mar 2026, M <m@example.org> wrote:\n> One?\n\nYes.\nTom')).toBe(
      'Yes.\nTom',
    );
  });

  it('leaves prose alone that looks like a mark', () => {
    const prose =
      'On the other hand, we should wait.\n\nFrom: here it gets hard.\n\nAs Ada wrote: never mind.\n\nSee this:\nhttps://example.org/a';
    expect(textOf(prose)).toBe(prose);
  });

  it('takes signatures, device lines, footers and disclaimers off, but not the sign-off', () => {
    expect(textOf('Yes.\n\nCheers,\nTom\n\n-- \nTom Hale | Editor\n+46 8 123 456')).toBe(
      'Yes.\n\nCheers,\nTom',
    );
    expect(textOf('Yes.\n\n-- \nRegards,\n\nTom Hale\nEditor')).toBe('Yes.\n\nRegards,\nTom Hale');
    expect(textOf('Yes.\n\nTom\n\nSent from my iPhone')).toBe('Yes.\n\nTom');
    expect(textOf('Ja.\n\nTom\n\nVon meinem iPhone gesendet')).toBe('Ja.\n\nTom');
    expect(
      textOf(
        'Yes.\nTom\n\n_______________________________________________\nA mailing list\nTo unsubscribe send',
      ),
    ).toBe('Yes.\nTom');
    expect(
      textOf(
        'Yes.\n\nRegards,\nTom\nTel: +46 8 123 456\nwww.example.org\n\nThis e-mail and any attachments are confidential.',
      ),
    ).toBe('Yes.\n\nRegards,\nTom');
  });

  it('takes the whole business card below a closing off, and leaves a postscript', () => {
    expect(
      textOf(
        'Yes.\n\nBest regards,\nTom Hale\nSenior Editor\nHale & Sons Ltd\n14 Kirkwood Road, Leeds\nTel: +44 113 496 0000\nwww.example.org',
      ),
    ).toBe('Yes.\n\nBest regards,\nTom Hale');
    const withPostscript = 'Yes.\n\nCheers,\nTom\n\nP.S. Bring the keys.\nhttps://example.org/map';
    expect(textOf(withPostscript)).toContain('P.S. Bring the keys.');
    const withNotes = 'See [1].\n\nCheers,\nTom\n\n[1] https://example.org/a';
    expect(textOf(withNotes)).toContain('Cheers,\nTom');
  });

  it('keeps what a person says of a mailing list', () => {
    const said =
      'This is a question for the other mailing list. Ask there.\nSo much for the gardening mailing list.';
    expect(textOf(said)).toBe(said);
    expect(textOf('Yes.\n\nTo unsubscribe send an email to all-leave@lists.example.org')).toBe(
      'Yes.',
    );
    expect(textOf('Yes.\n\nAll mailing list -- all@lists.example.org')).toBe('Yes.');
  });

  it.each([
    ['---------- Forwarded message ---------'],
    ['-------- Weitergeleitete Nachricht --------'],
    ['---------- Message transféré ----------'],
    ['---------- Mensaje reenviado ---------'],
    ['---------- Messaggio inoltrato ---------'],
    ['---------- Doorgestuurd bericht ---------'],
    ['---------- Mensagem encaminhada ---------'],
    ['---------- Przekazana wiadomość ---------'],
    ['Begin forwarded message:'],
    ['Anfang der weitergeleiteten Nachricht:'],
  ])('knows a forward by %j', (mark) => {
    const { text, isForward } = ownWords({
      body: `Zur Info\n\n${mark}\nFrom: Marta <m@e.org>\n\nNews.`,
    });
    expect({ text, isForward }).toEqual({ text: 'Zur Info', isForward: true });
  });

  it.each([
    ['This e-mail and any attachments are confidential and may be privileged.'],
    ['Diese E-Mail enthält vertrauliche Informationen.'],
    ['Ce message est confidentiel.'],
    ['Este mensaje contiene información confidencial.'],
    ['Questo messaggio contiene informazioni riservate.'],
    ['Dit bericht bevat vertrouwelijke informatie.'],
    ['Esta mensagem pode conter informação confidencial.'],
    ['Ta wiadomość zawiera informacje poufne.'],
  ])('takes %j off', (disclaimer) => {
    expect(textOf(`Ja.\n\nTom\n\n${disclaimer}\nMore of it.`)).toBe('Ja.\n\nTom');
  });

  it.each([
    ['Sent from my iPhone'],
    ['Von meinem iPhone gesendet'],
    ['Envoyé de mon iPhone'],
    ['Enviado desde mi iPhone'],
    ['Inviato da iPhone'],
    ['Verstuurd vanaf mijn iPhone'],
    ['Enviado do meu iPhone'],
    ['Wysłane z iPhone’a'],
    ['Skickat från min iPhone'],
    ['Get Outlook for Android'],
  ])('takes %j off', (line) => {
    expect(textOf(`Ja.\nTom\n\n${line}\n`)).toBe('Ja.\nTom');
  });

  it('keeps a link that is the answer', () => {
    expect(textOf('https://example.org/answer')).toBe('https://example.org/answer');
    expect(textOf('Have a look:\n\nhttps://example.org/answer')).toBe(
      'Have a look:\n\nhttps://example.org/answer',
    );
  });

  it('knows a forward', () => {
    const { text, isForward } = ownWords({
      body: 'FYI\n\n---------- Forwarded message ---------\nFrom: Marta <m@example.org>\n\nNews.',
    });
    expect(text).toBe('FYI');
    expect(isForward).toBe(true);
  });

  it('finds nothing own in a bare quote', () => {
    expect(textOf('> all of it\n> is quoted')).toBe('');
    expect(textOf('')).toBe('');
  });
});
