import type { Mail } from '@emailai/contracts/mail';

/** `Re:`, `AW:`, `[list]` and their kin in front of a subject. */
const PREFIX =
  /^\s*(?:(?:re|aw|antw|sv|vs|odp|res|rif|r|ref|fwd?|fw|wg|tr|rv|回复|答复|转发|返信|回覆)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]|\[[^\]]{1,60}\])\s*/iu;

/** A subject without its prefixes, for comparing; empty where nothing is left to compare. */
export function bareSubject(subject: string): string {
  let bare = subject.slice(0, 500);
  for (let next = bare.replace(PREFIX, ''); next !== bare; next = bare.replace(PREFIX, '')) {
    bare = next;
  }
  return bare.replace(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * Mail by id and by thread. A thread is what References and In-Reply-To hold together; mail without
 * either joins the thread of the newest earlier mail with its subject and one of its people.
 */
export class MailThreads {
  private readonly byMessageId = new Map<string, Mail>();
  private readonly parents = new Map<string, string>();
  private readonly bySubject = new Map<string, Mail[]>();
  private readonly byRoot = new Map<string, Mail[]>();

  constructor(mails: readonly Mail[]) {
    const oldestFirst = [...mails].sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
    for (const mail of oldestFirst) {
      if (mail.messageId !== null && !this.byMessageId.has(mail.messageId)) {
        this.byMessageId.set(mail.messageId, mail);
      }
      for (const id of [...mail.references, mail.inReplyTo]) {
        if (id !== null) this.join(this.keyOf(mail), id);
      }
      const subject = bareSubject(mail.subject);
      if (subject !== '') {
        const sameSubject = this.bySubject.get(subject) ?? [];
        sameSubject.push(mail);
        this.bySubject.set(subject, sameSubject);
      }
    }
    for (const mail of oldestFirst) {
      const root = this.threadIdOf(mail);
      const thread = this.byRoot.get(root) ?? [];
      thread.push(mail);
      this.byRoot.set(root, thread);
    }
  }

  private keyOf(mail: Mail): string {
    return mail.messageId ?? mail.id;
  }

  private rootOf(key: string): string {
    let root = key;
    for (let up = this.parents.get(root); up !== undefined; up = this.parents.get(root)) root = up;
    // Paths are flattened as they are walked: a thread of a thousand mails stays one step deep.
    for (let at = key; at !== root; ) {
      const up = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = up;
    }
    return root;
  }

  private join(one: string, other: string): void {
    const [first, second] = [this.rootOf(one), this.rootOf(other)];
    if (first !== second) this.parents.set(first, second);
  }

  threadIdOf(mail: Mail): string {
    return this.rootOf(this.keyOf(mail));
  }

  /** What `mail` answers: by In-Reply-To, by the last of References, or by what stands in the thread. */
  parentOf(mail: Mail, isOwn: (mail: Mail) => boolean): Mail | null {
    for (const id of [mail.inReplyTo, ...mail.references.toReversed()]) {
      const parent = id === null ? undefined : this.byMessageId.get(id);
      if (parent !== undefined && parent.id !== mail.id) return parent;
    }
    const before = (other: Mail) => other.sentAt < mail.sentAt && !isOwn(other);
    if (mail.references.length > 0 || mail.inReplyTo !== null) {
      const thread = this.byRoot.get(this.threadIdOf(mail)) ?? [];
      const parent = thread.findLast(before);
      if (parent !== undefined) return parent;
    }
    // A new mail with an old subject is no answer: without `Re:` nothing is looked for.
    if (!PREFIX.test(mail.subject)) return null;
    const people = new Set([...mail.to, ...mail.cc].map((one) => one.address));
    const earlier = (this.bySubject.get(bareSubject(mail.subject)) ?? []).filter(before);
    // Lists often hide who is answered: then whoever wrote to the same people last.
    return (
      earlier.findLast((other) => people.has(other.from.address)) ??
      earlier.findLast((other) =>
        [...other.to, ...other.cc].some((one) => people.has(one.address)),
      ) ??
      null
    );
  }
}
