import type { DropReason } from '@emailai/contracts/drop-reason';
import type { Mail } from '@emailai/contracts/mail';
import { isMachineMail } from '../mime/is-machine-mail';
import { parseMail } from '../mime/parse-mail';
import { ownWords } from '../quotes/own-words';
import { quotedMail } from '../quotes/quoted-mail';

/** What became of one message: text that can be used, mail of a program, or the reason why it is neither. */
export type Outcome = 'read' | 'machine' | DropReason;

export interface WholeReading {
  outcome: Outcome;
  mail: Mail | null;
  /** CPU time of the process while it was read: a busy machine does not count. */
  cpuMs: number;
}

/** Everything that is done with one message before pairs are built. Throws only where the code is wrong. */
export async function readWhole(raw: Uint8Array): Promise<WholeReading> {
  const before = process.cpuUsage();
  const parsed = await parseMail(raw, { isSent: true });
  let outcome: Outcome;
  if (parsed.ok) {
    ownWords(parsed.mail);
    quotedMail(parsed.mail.body);
    outcome = isMachineMail(parsed.mail) ? 'machine' : 'read';
  } else outcome = parsed.reason;
  const used = process.cpuUsage(before);
  const mail = parsed.ok ? parsed.mail : null;
  return { outcome, mail, cpuMs: (used.user + used.system) / 1_000 };
}
