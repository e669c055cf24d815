import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { openMailVault } from './open-mail-vault';

let dir: string;
let test: TestDatabase;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'emailai-vault-'));
  test = await createTestDatabase();
});
afterAll(async () => {
  await test.drop();
  await rm(dir, { recursive: true });
});

const keyFile = () => join(dir, newId(), 'operator-key.json');

describe('the operator key', () => {
  it('is made once, for its owner alone, and agreed on by two first starts', async () => {
    const file = keyFile();
    const [one, two] = await Promise.all([
      openMailVault({ keyFile: file }),
      openMailVault({ keyFile: file }),
    ]);
    const id = newId();
    const key = one.createMailboxKey(id);
    const sealed = one.openMailbox({ id, ...key }).sealBody('m1', 'hallo');
    expect(two.openMailbox({ id, ...key }).openBody('m1', sealed)).toBe('hallo');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is refused when others may read it or when it was damaged', async () => {
    const file = keyFile();
    await openMailVault({ keyFile: file });
    await chmod(file, 0o644);
    await expect(openMailVault({ keyFile: file })).rejects.toThrow('Others may read');
    await chmod(file, 0o600);
    await writeFile(file, `{"keys":[{"id":"k000000000000","key":"${'A'.repeat(43)}="}]}`);
    await expect(openMailVault({ keyFile: file })).rejects.toThrow('is damaged');
  });
});

describe('a mailbox', () => {
  it('opens only what was sealed for this very column, message and mailbox', async () => {
    const vault = await openMailVault({ keyFile: keyFile() });
    const account = { id: 'mailbox1', ...vault.createMailboxKey('mailbox1') };
    const mailbox = vault.openMailbox(account);
    const sealed = mailbox.sealBody('m1', 'Grüße ✨');
    expect(mailbox.openBody('m1', sealed)).toBe('Grüße ✨');
    expect(mailbox.sealBody('m1', 'Grüße ✨')).not.toEqual(sealed);

    expect(() => mailbox.openBody('m2', sealed)).toThrow('cannot be opened');
    expect(() => mailbox.openSubject('m1', sealed)).toThrow('cannot be opened');
    const other = vault.openMailbox({ id: 'mailbox2', ...vault.createMailboxKey('mailbox2') });
    expect(() => other.openBody('m1', sealed)).toThrow('cannot be opened');
    for (const at of [0, 5, 20, sealed.length - 1]) {
      const bent = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
      expect(() => mailbox.openBody('m1', bent)).toThrow('cannot be opened');
    }
    expect(() => mailbox.openBody('m1', sealed.subarray(0, 10))).toThrow('cannot be opened');
    expect(() => vault.openMailbox({ ...account, id: 'mailbox2' })).toThrow('was altered');
  });

  it('says which key is missing when the operator key is another one', async () => {
    const vault = await openMailVault({ keyFile: keyFile() });
    const stranger = await openMailVault({ keyFile: keyFile() });
    const account = { id: 'mailbox1', ...vault.createMailboxKey('mailbox1') };
    expect(() => stranger.openMailbox(account)).toThrow(
      `sealed under the operator's key ${account.keyId}`,
    );
  });
});

/** Whether `words` lie in a table's files or in the write-ahead log; the server itself looks. */
async function isOnDisk(table: string, words: string): Promise<boolean> {
  const { rows } = await test.db.pool.query<{ found: boolean }>(
    `SELECT bool_or(position(convert_to($2, 'UTF8') IN pg_read_binary_file(file.path, true)) > 0) AS found
     FROM (
       SELECT pg_relation_filepath(c.oid) AS path FROM pg_class t
         JOIN pg_class c ON c.oid IN (t.oid, t.reltoastrelid)
           OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid)
        WHERE t.oid = $1::regclass
       UNION ALL
       SELECT 'pg_wal/' || name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'
     ) file`,
    [table, words],
  );
  return rows[0]?.found === true;
}

describe('the database', () => {
  it('holds no word of a subject or a body, neither in its files nor in its log', async () => {
    const { prisma } = test.db;
    const vault = await openMailVault({ keyFile: keyFile() });
    const [userId, id, messageId] = [newId(), newId(), newId()];
    await prisma.user.create({ data: { id: userId, email: `${userId}@example.org`, name: 'Ada' } });
    const key = vault.createMailboxKey(id);
    await prisma.emailAccount.create({
      data: { id, userId, address: `${userId}@example.org`, ownName: 'Ada', ...key },
    });
    const mailbox = vault.openMailbox({ id, ...key });
    const body = `canary-in-body ${'and a long letter. '.repeat(500)}`;
    await prisma.emailMessage.create({
      data: {
        id: messageId,
        emailAccountId: id,
        messageId: `<${messageId}@example.org>`,
        threadId: newId(),
        fromName: 'canary-in-plain-column',
        fromAddress: 'ada@example.org',
        to: [],
        cc: [],
        sentAt: new Date(),
        isSent: true,
        subjectSealed: mailbox.sealSubject(messageId, 'canary-in-subject'),
        bodySealed: mailbox.sealBody(messageId, body),
      },
    });
    await test.db.pool.query('CHECKPOINT');
    expect(await isOnDisk('"EmailMessage"', 'canary-in-plain-column')).toBe(true);
    expect(await isOnDisk('"EmailMessage"', 'canary-in-body')).toBe(false);
    expect(await isOnDisk('"EmailMessage"', 'canary-in-subject')).toBe(false);

    const row = await prisma.emailMessage.findUniqueOrThrow({ where: { id: messageId } });
    expect(mailbox.openBody(messageId, row.bodySealed)).toBe(body);
    expect(mailbox.openSubject(messageId, row.subjectSealed)).toBe('canary-in-subject');
  });
});
