import { expect, it } from 'vitest';
import { parseMail } from '../mime/parse-mail';
import { mail } from '../testing/test-mail';
import { EML_FORMS, writeEml } from './write-eml';

it.each(EML_FORMS)('writes %s mail that is read as it was', async (form) => {
  const written = mail({
    messageId: '<w@x>',
    from: { name: 'Zoë "Zed" Lind: editor', address: 'zoe@example.org' },
    subject: 'Größe = 5?',
    body: 'Hi Marta,\n\n1 = 1 – always.\nÜber 76 characters of one line have to be broken by some of the forms, so here they are.\n\nTom',
    references: ['<a@x>', '<b@x>'],
  });
  const parsed = await parseMail(writeEml(written, form), { isSent: true });
  expect(parsed.ok).toBe(true);
  if (!parsed.ok) return;
  const { body, ...rest } = parsed.mail;
  expect(rest).toMatchObject({
    from: written.from,
    subject: written.subject,
    references: written.references,
  });
  expect(body.replace(/\n{2,}/g, '\n').trim()).toBe(written.body.replace(/\n{2,}/g, '\n'));
});
