import { threadIdOf } from './thread-id';

export interface Threadable {
  messageId: string;
  inReplyTo: string | null;
  references: readonly string[];
}

export interface ThreadPlan {
  /** Thread of each mail, by Message-ID. */
  threads: Map<string, string>;
  /** Threads that turned out to be part of another: rows of `from` belong to `to`. */
  merges: { from: string; to: string }[];
}

/**
 * Sorts mails into threads by References and In-Reply-To, in whatever order they are read: a mail joins the thread
 * of any mail it names, whether that one is stored (`known`, Message-ID to thread), in this batch, or yet to come.
 */
export function assignThreads(
  emailAccountId: string,
  mails: readonly Threadable[],
  known: ReadonlyMap<string, string>,
): ThreadPlan {
  const parents = new Map<string, string>();
  const rootOf = (thread: string): string => {
    let root = thread;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    return root;
  };
  const storedAs = (messageId: string) =>
    known.get(messageId) ?? threadIdOf(emailAccountId, messageId);
  for (const mail of mails) {
    // A mail, those it names and the place kept for each of them are one thread.
    const named = [...mail.references, ...(mail.inReplyTo === null ? [] : [mail.inReplyTo])];
    const home = rootOf(storedAs(named[0] ?? mail.messageId));
    for (const id of [...named, mail.messageId]) {
      for (const thread of [storedAs(id), threadIdOf(emailAccountId, id)]) {
        const root = rootOf(thread);
        if (root !== home) parents.set(root, home);
      }
    }
  }
  const threads = new Map(
    mails.map((mail) => [mail.messageId, rootOf(storedAs(mail.messageId))] as const),
  );
  const merges = [...parents.keys()].map((from) => ({ from, to: rootOf(from) }));
  return { threads, merges };
}
