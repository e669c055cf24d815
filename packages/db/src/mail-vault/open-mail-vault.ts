import { randomBytes } from 'node:crypto';
import { ServiceError } from '@emailai/contracts/errors';
import { openOperatorKeys } from './operator-key';
import { type OperatorSigner, openOperatorSigner } from './operator-signer';
import { type Bytes, KEY_BYTES, openBox, sealBox } from './sealed-box';

/** Seals and opens the mail of one mailbox; `messageId` is always EmailMessage.id. */
export interface MailboxVault {
  sealBody(messageId: string, body: string): Bytes;
  openBody(messageId: string, sealed: Uint8Array): string;
  sealSubject(messageId: string, subject: string): Bytes;
  openSubject(messageId: string, sealed: Uint8Array): string;
  /** A part of a draft on its way: `partId` names the draft and the part. */
  sealDraft(partId: string, text: string): Bytes;
  openDraft(partId: string, sealed: Uint8Array): string;
}

export interface MailVault extends OperatorSigner {
  /** Columns for a new EmailAccount: its own data key, wrapped by the operator's. */
  createMailboxKey(emailAccountId: string): { wrappedKey: Bytes; keyId: string };
  /** Cheap (one AES block); hold on to it only while it is used. */
  openMailbox(account: { id: string; wrappedKey: Uint8Array; keyId: string }): MailboxVault;
}

type Column = 'subject' | 'body' | 'draft';

const wrapContext = (emailAccountId: string) => `mailbox-key:${emailAccountId}`;

function mailboxVault(emailAccountId: string, key: Uint8Array): MailboxVault {
  const seal = (column: Column, messageId: string, text: string) =>
    sealBox(key, Buffer.from(text, 'utf8'), `${column}:${messageId}`);
  const open = (column: Column, messageId: string, sealed: Uint8Array) => {
    const plain = openBox(key, sealed, `${column}:${messageId}`);
    if (plain !== null) return Buffer.from(plain).toString('utf8');
    throw new ServiceError('unavailable', 'A stored mail cannot be opened: it was altered.', {
      nextStep: 'Restore the database from a backup, or import the mailbox again.',
      details: { emailAccountId, messageId, column },
    });
  };
  return {
    sealBody: (messageId, body) => seal('body', messageId, body),
    openBody: (messageId, sealed) => open('body', messageId, sealed),
    sealSubject: (messageId, subject) => seal('subject', messageId, subject),
    openSubject: (messageId, sealed) => open('subject', messageId, sealed),
    sealDraft: (partId, text) => seal('draft', partId, text),
    openDraft: (partId, sealed) => open('draft', partId, sealed),
  };
}

/**
 * Opens the vault with the operator's key in `keyFile`, made at the first run.
 * @throws ServiceError `unavailable`; `openMailbox` throws it too where the key does not fit the mailbox
 */
export async function openMailVault({ keyFile }: { keyFile: string }): Promise<MailVault> {
  const keys = await openOperatorKeys(keyFile);
  return {
    ...openOperatorSigner(keys),
    createMailboxKey(emailAccountId) {
      const dataKey = randomBytes(KEY_BYTES);
      const wrappedKey = sealBox(keys.current.key, dataKey, wrapContext(emailAccountId));
      return { wrappedKey, keyId: keys.current.id };
    },
    openMailbox({ id, wrappedKey, keyId }) {
      const operatorKey = keys.byId.get(keyId);
      const dataKey =
        operatorKey === undefined ? null : openBox(operatorKey, wrappedKey, wrapContext(id));
      if (dataKey !== null) return mailboxVault(id, dataKey);
      throw new ServiceError(
        'unavailable',
        operatorKey === undefined
          ? `The mail of this mailbox is sealed under the operator's key ${keyId}, which ${keyFile} does not hold.`
          : 'The key of this mailbox was altered and cannot be opened.',
        {
          nextStep: `Restore ${keyFile} and the database from backups of the same day.`,
          details: { emailAccountId: id, keyId },
        },
      );
    },
  };
}
