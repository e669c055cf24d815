import { describe, expect, it } from 'vitest';
import { ownWords } from './own-words';
import { quotedMail } from './quoted-mail';

const OUTLOOK: readonly [string, string][] = [
  [
    'English',
    'From: Marta Lindqvist <marta@example.org>\nSent: Thursday, March 12, 2026 10:14 AM\nTo: Tom\nSubject: Budget',
  ],
  [
    'German',
    'Von: Marta Lindqvist <marta@example.org>\nGesendet: Donnerstag, 12. März 2026 10:14\nAn: Tom\nBetreff: Budget',
  ],
  [
    'French',
    'De : Marta Lindqvist <marta@example.org>\nEnvoyé : jeudi 12 mars 2026 10:14\nÀ : Tom\nObjet : Budget',
  ],
  [
    'Spanish',
    'De: Marta Lindqvist <marta@example.org>\nEnviado el: jueves, 12 de marzo de 2026 10:14\nPara: Tom\nAsunto: Budget',
  ],
  [
    'Italian',
    'Da: Marta Lindqvist <marta@example.org>\nInviato: giovedì 12 marzo 2026 10:14\nA: Tom\nOggetto: Budget',
  ],
  [
    'Dutch',
    'Van: Marta Lindqvist <marta@example.org>\nVerzonden: donderdag 12 maart 2026 10:14\nAan: Tom\nOnderwerp: Budget',
  ],
  [
    'Portuguese',
    'De: Marta Lindqvist <marta@example.org>\nEnviado: quinta-feira, 12 de março de 2026 10:14\nPara: Tom\nAssunto: Budget',
  ],
  [
    'Polish',
    'Od: Marta Lindqvist <marta@example.org>\nWysłano: czwartek, 12 marca 2026 10:14\nDo: Tom\nTemat: Budget',
  ],
  [
    'Swedish',
    'Från: Marta Lindqvist <marta@example.org>\nSkickat: den 12 mars 2026 10:14\nTill: Tom\nÄmne: Budget',
  ],
  [
    'Russian',
    'От: Marta Lindqvist <marta@example.org>\nОтправлено: 12 марта 2026 г. 10:14\nКому: Tom\nТема: Budget',
  ],
  [
    'GMX',
    'Gesendet: Donnerstag, 12. März 2026 um 10:14 Uhr\nVon: "Marta Lindqvist" <marta@example.org>\nAn: "Tom" <tom@example.org>\nBetreff: Budget',
  ],
  [
    'Thunderbird',
    '-------- Original Message --------\nSubject: \tBudget\nDate: \tThu, 12 Mar 2026 10:14:00 +0000\nFrom: \tMarta Lindqvist <marta@example.org>\nTo: \tTom',
  ],
  [
    'Samsung',
    '-------- Original message --------\nFrom: Marta Lindqvist <marta@example.org>\nDate: 12/03/2026 10:14 (GMT+00:00)\nTo: Tom\nSubject: Budget',
  ],
  [
    'Outlook on a phone',
    '________________________________\nFrom: Marta Lindqvist <marta@example.org>\nSent: Thursday, March 12, 2026 10:14:00 AM\nTo: Tom\nSubject: Budget',
  ],
  [
    'bold headers',
    '*From:* Marta Lindqvist <marta@example.org>\n*Sent:* Thursday, March 12, 2026 10:14 AM\n*To:* Tom\n*Subject:* Budget',
  ],
];

describe('quotedMail', () => {
  it.each(OUTLOOK)('reads an original below its headers: %s', (_, headers) => {
    const body = `Yes, fine.\n\nTom\n\n${headers}\n\nHi Tom,\nare you coming?\n`;
    expect(ownWords({ body }).text).toBe('Yes, fine.\n\nTom');
    const quoted = quotedMail(body);
    expect(quoted).toMatchObject({
      name: 'Marta Lindqvist',
      address: 'marta@example.org',
      subject: 'Budget',
      body: 'Hi Tom,\nare you coming?',
    });
    expect(quoted?.times[0]?.at.toISOString()).toBe('2026-03-12T10:14:00.000Z');
  });

  it('puts together what an answer between the lines took apart', () => {
    const body =
      'Hi,\n\nOn 12 Mar 2026 10:14, Marta <m@example.org> wrote:\n> One?\nFirst.\n\n> Two?\n> > older\n\nSecond.\n';
    expect(quotedMail(body)).toMatchObject({ name: 'Marta', body: 'One?\n\nTwo?\n> older' });
  });

  it('reads the attribution behind the mark, as phones write it', () => {
    const body =
      'Yes.\n\n> Am 12.03.2026 um 10:14 schrieb Marta <m@example.org>:\n> \n> ﻿Kommst du?\n';
    expect(quotedMail(body)).toMatchObject({
      name: 'Marta',
      address: 'm@example.org',
      body: 'Kommst du?',
    });
  });

  it('takes the first of two quoted mails, and leaves the attribution of a deeper one in place', () => {
    const two =
      'On 12 Mar 2026 10:14, Marta <m@example.org> wrote:\n> One?\nYes.\nOn 11 Mar 2026 09:00, Ben <b@example.org> wrote:\n> Two?\nNo.';
    expect(quotedMail(two)).toMatchObject({ name: 'Marta', body: 'One?' });
    const deep = 'Yes.\n\n> On 11 Mar 2026 09:00, Ben <b@example.org> wrote:\n>> Two?\n';
    expect(quotedMail(deep)).toMatchObject({
      name: '',
      body: 'On 11 Mar 2026 09:00, Ben <b@example.org> wrote:\n> Two?',
    });
  });

  it('finds none where there is none', () => {
    expect(quotedMail('Hi Tom,\n\nsee you.\n\nMarta')).toBeNull();
    expect(quotedMail('')).toBeNull();
  });
});
