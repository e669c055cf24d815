import { describe, expect, it } from 'vitest';
import { attributionOf } from './attribution';
import { mayMean, readTimes } from './attribution-times';
import { senderIn } from './quoted-mail';

/** As mail programs write them for a mail of Marta's of 12 March 2026, 10:14. */
const LINES: readonly [string, string][] = [
  ['Gmail, English', 'On Thu, Mar 12, 2026 at 10:14 AM Marta Lindqvist <marta@example.org> wrote:'],
  [
    'Gmail, English, day first',
    'On Thu, 12 Mar 2026 at 10:14, Marta Lindqvist <marta@example.org> wrote:',
  ],
  [
    'Gmail, German',
    'Am Do., 12. März 2026 um 10:14 Uhr schrieb Marta Lindqvist <marta@example.org>:',
  ],
  ['Gmail, French', 'Le jeu. 12 mars 2026 à 10:14, Marta Lindqvist <marta@example.org> a écrit :'],
  [
    'Gmail, Spanish',
    'El jue, 12 mar 2026 a las 10:14, Marta Lindqvist (<marta@example.org>) escribió:',
  ],
  [
    'Gmail, Italian',
    'Il giorno gio 12 mar 2026 alle ore 10:14 Marta Lindqvist <marta@example.org> ha scritto:',
  ],
  ['Gmail, Dutch', 'Op do 12 mrt 2026 om 10:14 schreef Marta Lindqvist <marta@example.org>:'],
  [
    'Gmail, Brazilian',
    'Em qui., 12 de mar. de 2026 às 10:14, Marta Lindqvist <marta@example.org> escreveu:',
  ],
  [
    'Gmail, Portuguese',
    'Marta Lindqvist <marta@example.org> escreveu no dia quinta, 12/03/2026 à(s) 10:14:',
  ],
  ['Gmail, Polish', 'czw., 12 mar 2026 o 10:14 Marta Lindqvist <marta@example.org> napisał(a):'],
  ['Gmail, Swedish', 'Den tors 12 mars 2026 kl 10:14 skrev Marta Lindqvist <marta@example.org>:'],
  ['Gmail, Danish', 'Den tor. 12. mar. 2026 kl. 10.14 skrev Marta Lindqvist <marta@example.org>:'],
  [
    'Gmail, Finnish',
    'to 12. maalisk. 2026 klo 10.14 Marta Lindqvist (marta@example.org) kirjoitti:',
  ],
  ['Gmail, Czech', 'čt 12. 3. 2026 v 10:14 odesílatel Marta Lindqvist <marta@example.org> napsal:'],
  [
    'Gmail, Hungarian',
    'Marta Lindqvist <marta@example.org> ezt írta (időpont: 2026. márc. 12., Cs, 10:14):',
  ],
  [
    'Gmail, Romanian',
    'În joi, 12 mar. 2026 la 10:14, Marta Lindqvist <marta@example.org> a scris:',
  ],
  [
    'Gmail, Turkish',
    'Marta Lindqvist <marta@example.org>, 12 Mar 2026 Per, 10:14 tarihinde şunu yazdı:',
  ],
  ['Gmail, Russian', 'чт, 12 мар. 2026 г. в 10:14, Marta Lindqvist <marta@example.org>:'],
  ['Gmail, Ukrainian', 'чт, 12 бер. 2026 р. о 10:14 Marta Lindqvist <marta@example.org> пише:'],
  ['Gmail, Japanese', '2026年3月12日(木) 10:14 Marta Lindqvist <marta@example.org>:'],
  ['Gmail, Chinese', 'Marta Lindqvist <marta@example.org> 于2026年3月12日周四 10:14写道：'],
  [
    'Gmail, Korean',
    '2026년 3월 12일 (목) 오전 10:14, Marta Lindqvist <marta@example.org>님이 작성:',
  ],
  ['Apple Mail', 'On 12 Mar 2026, at 10:14, Marta Lindqvist <marta@example.org> wrote:'],
  [
    'Apple Mail, Dutch',
    'Op 12 mrt. 2026 om 10:14 heeft Marta Lindqvist <marta@example.org> het volgende geschreven:',
  ],
  [
    'Apple Mail, Polish',
    'Wiadomość napisana przez Marta Lindqvist <marta@example.org> w dniu 12 mar 2026, o godz. 10:14:',
  ],
  ['Thunderbird', 'On 12/03/2026 10:14, Marta Lindqvist wrote:'],
  ['Thunderbird, German', 'Am 12.03.26 um 10:14 schrieb Marta Lindqvist:'],
  ['Thunderbird, French', 'Le 12/03/2026 à 10:14, Marta Lindqvist a écrit :'],
  ['Thunderbird, Italian', 'Il 12/03/2026 10:14, Marta Lindqvist ha scritto:'],
  ['Thunderbird, Dutch', 'Op 12-03-2026 om 10:14 schreef Marta Lindqvist:'],
  ['Thunderbird, Polish', 'W dniu 12.03.2026 o 10:14, Marta Lindqvist pisze:'],
  ['Thunderbird, Swedish', 'Den 2026-03-12 kl. 10:14, skrev Marta Lindqvist:'],
  [
    'Yahoo',
    'On Thursday, March 12, 2026 at 10:14:00 AM GMT+1, Marta Lindqvist <marta@example.org> wrote:',
  ],
  ['mutt', 'On Thu, Mar 12, 2026 at 10:14:14AM +0100, Marta Lindqvist wrote:'],
  ['Notes', 'Marta Lindqvist <marta@example.org> wrote on 12/03/2026 10:14:14:'],
  [
    'Zoho',
    '---- On Thu, 12 Mar 2026 10:14:14 +0100 Marta Lindqvist <marta@example.org> wrote ----',
  ],
];

describe('an attribution', () => {
  it.each(LINES)('of %s is known, with sender and date', (_, line) => {
    expect(attributionOf(line)).not.toBeNull();
    const { name, address } = senderIn(line);
    expect(name).toBe('Marta Lindqvist');
    if (line.includes('@')) expect(address).toBe('marta@example.org');
    const times = readTimes(line);
    expect(times.some((time) => time.hasTime)).toBe(true);
    // The clock was somewhere: an offset in the line says where, else any whole quarter of an hour will do.
    const sentAt = new Date(Date.UTC(2026, 2, 12, times[0]?.hasOffset ? 9 : 15, 14));
    expect(times.some((time) => mayMean(time, sentAt))).toBe(true);
    expect(times.some((time) => mayMean(time, new Date(sentAt.getTime() + 7 * 60_000)))).toBe(
      false,
    );
    expect(times.some((time) => mayMean(time, new Date(Date.UTC(2026, 3, 20, 10, 14))))).toBe(
      false,
    );
  });

  it.each([
    ['In 2019 Ada wrote:'],
    ['On the other hand, we should wait.'],
    ['On 12 March we met in Rome.'],
    ['The plan for 12/03/2026 at 10:14 is as follows:'],
    ['12:30 lunch with Ann'],
    [''],
  ])('is not sure in prose: %j', (line) => {
    expect(attributionOf(line)).not.toBe('sure');
  });

  it('reads a date either way round where the line does not say which', () => {
    const [first, second] = readTimes('On 04/03/2026 10:14, Marta wrote:');
    expect([first?.at.getUTCMonth(), second?.at.getUTCMonth()]).toEqual([2, 3]);
    expect(readTimes('On 3/4/26, 10:14 PM, Marta wrote:')[0]?.at.toISOString()).toBe(
      '2026-03-04T22:14:00.000Z',
    );
    expect(readTimes('nothing at all')).toEqual([]);
  });
});
