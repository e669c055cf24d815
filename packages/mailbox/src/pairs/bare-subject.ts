const REPLY =
  /^(?:re|aw|antw|antwort|sv|vs|odp|res|rif|ref|r|ynt|vá|bls|ha|на|отв|ответ|απ|σχετ|atb|回复|答复|回覆|返信|회신|답장)\s*(?:\[\d+\]|\(\d+\))?\s*\.?\s*[:：]\s*/iu;
const FORWARD =
  /^(?:fwd?|fw|wg|tr|rv|enc|doorst|vb|vl|pd|vidarebef|ilt|továbbítás|пер|πρθ|转发|轉寄|転送|전달)\s*(?:\[\d+\]|\(\d+\))?\s*\.?\s*[:：]\s*/iu;
/** `[list]` and `[EXTERNAL]`, which servers put in front. */
const TAG = /^\[[^\]]{1,60}\]\s*/u;

const MAX_SUBJECT_CHARS = 500;

/** Takes prefixes off the front, one after another, and says which kinds there were. */
function readSubject(subject: string): { bare: string; isReply: boolean; isForward: boolean } {
  let bare = subject.slice(0, MAX_SUBJECT_CHARS).trim();
  let isReply = false;
  let isForward = false;
  for (;;) {
    const tag = TAG.exec(bare)?.[0];
    const reply = REPLY.exec(bare)?.[0];
    const forward = FORWARD.exec(bare)?.[0];
    const prefix = tag ?? reply ?? forward;
    if (prefix === undefined) break;
    // `Re: Fwd:` answers a forward; `Fwd: Re:` passes an answer on.
    if (forward !== undefined && !isReply) isForward = true;
    if (reply !== undefined) isReply = true;
    bare = bare.slice(prefix.length);
  }
  return { bare: bare.replace(/\s+/g, ' ').trim(), isReply, isForward };
}

/** A subject without `Re:`, `AW:`, `[list]` and their kin, as it was written. */
export const withoutReplyPrefix = (subject: string) => readSubject(subject).bare;

/** The same for comparing; empty where nothing is left to compare. */
export const bareSubject = (subject: string) => readSubject(subject).bare.toLowerCase();

/** Whether a subject says that its mail answers another. */
export const isReplySubject = (subject: string) => readSubject(subject).isReply;

/** Whether a subject says that its mail passes another on. */
export const isForwardSubject = (subject: string) => readSubject(subject).isForward;
