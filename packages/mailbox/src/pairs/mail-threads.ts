import type { Mail } from '@emailai/contracts/mail';
import { MAX_OLDER_TURNS } from '@emailai/contracts/prompt';
import { quotedMail } from '../quotes/quoted-mail';
import { bareSubject, isReplySubject } from './bare-subject';
import { QuoteMatcher } from './quote-matcher';

/** Words a quote must hold to stand for a mail that the mailbox lacks. */
const MIN_QUOTED_WORDS = 3;

/**
 * Mail by id and by thread. A thread is what References and In-Reply-To hold together, and what quotes
 * hold together where headers are missing.
 */
export class MailThreads {
  private readonly byMessageId = new Map<string, Mail>();
  private readonly parents = new Map<string, string>();
  private readonly bySubject = new Map<string, Mail[]>();
  private readonly byRoot = new Map<string, Mail[]>();
  private readonly oldestFirst: readonly Mail[];
  private readonly found = new Map<string, Mail | null>();
  private quotes: QuoteMatcher | undefined;

  constructor(mails: readonly Mail[]) {
    this.oldestFirst = [...mails].sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
    for (const mail of this.oldestFirst) {
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
    for (const mail of this.oldestFirst) {
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

  /**
   * What `mail` answers: by In-Reply-To or the last of References; else by what it quotes; else by what
   * stands in the thread or under its subject. Null where the mailbox lacks it: `recoverParent` may help.
   */
  parentOf(mail: Mail, isOwn: (mail: Mail) => boolean): Mail | null {
    const known = this.found.get(mail.id);
    if (known !== undefined) return known;
    const parent = this.findParent(mail, isOwn);
    this.found.set(mail.id, parent);
    if (parent !== null) this.join(this.keyOf(mail), this.keyOf(parent));
    return parent;
  }

  /** The turns before the one that `mail` answers, oldest first, also where that one is missing. */
  turnsBefore(mail: Mail, isOwn: (mail: Mail) => boolean): Mail[] {
    const turns: Mail[] = [];
    const parent = this.parentOf(mail, isOwn);
    let turn = parent === null ? this.findNamed(mail, -2) : this.parentOf(parent, isOwn);
    while (turn !== null && turns.length < MAX_OLDER_TURNS) {
      if (turn.sentAt > mail.sentAt || turn.id === mail.id || turns.includes(turn)) break;
      turns.unshift(turn);
      turn = this.parentOf(turn, isOwn);
    }
    return turns;
  }

  /** The mail that References names at `at`, counted from the end, if it is here. */
  private findNamed(mail: Mail, at: number): Mail | null {
    const id = mail.references.at(at);
    return id === undefined ? null : (this.byMessageId.get(id) ?? null);
  }

  private findParent(mail: Mail, isOwn: (mail: Mail) => boolean): Mail | null {
    const named = mail.inReplyTo ?? mail.references.at(-1) ?? null;
    const parent = named === null ? undefined : this.byMessageId.get(named);
    if (parent !== undefined && parent.id !== mail.id) return parent;
    const quoted = quotedMail(mail.body);
    if (quoted !== null) {
      this.quotes ??= new QuoteMatcher(this.oldestFirst);
      const match = this.quotes.match(mail, quoted);
      if (match !== null) return match;
      const words = quoted.body.match(/\p{L}+/gu)?.length ?? 0;
      // It quotes a mail that is not here: any other mail of the thread would be the wrong one.
      if (words >= MIN_QUOTED_WORDS) return null;
    }
    return this.findInThread(mail, isOwn);
  }

  private findInThread(mail: Mail, isOwn: (mail: Mail) => boolean): Mail | null {
    for (const id of mail.references.toReversed()) {
      const turn = this.byMessageId.get(id);
      if (turn !== undefined && turn.id !== mail.id) return turn;
    }
    const before = (other: Mail) => other.sentAt < mail.sentAt && !isOwn(other);
    if (mail.references.length > 0 || mail.inReplyTo !== null) {
      const thread = this.byRoot.get(this.threadIdOf(mail)) ?? [];
      const parent = thread.findLast(before);
      if (parent !== undefined) return parent;
    }
    // A new mail with an old subject is no answer: without `Re:` nothing is looked for.
    if (!isReplySubject(mail.subject)) return null;
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
