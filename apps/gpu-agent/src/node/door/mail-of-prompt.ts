import {
  COMPOSE_INSTRUCTION,
  MAX_INCOMING_CHARS,
  REPLY_INSTRUCTION,
  renderReplyInput,
  userMessage,
} from '@emailai/contracts/prompt';

const HEADER = /^(from|to|subject|date|cc|bcc|reply-to|message-id)[ \t]*:[ \t]*(.*)$/i;

export interface RenderedPrompt {
  userMessage: string;
  /** Characters of the mail that the rule for training rows left out. */
  cutChars: number;
}

/**
 * What a personal model reads, made of what somebody typed or piped in. A prompt in the training template stays as
 * it is; anything else is the incoming mail, with headers in front if it likes.
 */
export function mailOfPrompt(prompt: string, now: Date): RenderedPrompt {
  const isRendered = [REPLY_INSTRUCTION, COMPOSE_INSTRUCTION].some((instruction) =>
    prompt.startsWith(`${instruction}\n\n`),
  );
  if (isRendered) return { userMessage: prompt, cutChars: 0 };
  const { headers, body } = splitHeaders(prompt.trim());
  const sentAt = new Date(headers.get('date') ?? Number.NaN);
  const input = renderReplyInput({
    fromName: nameIn(headers.get('from') ?? ''),
    toName: nameIn(headers.get('to') ?? ''),
    subject: headers.get('subject') ?? '',
    sentAt: Number.isNaN(sentAt.getTime()) ? now : sentAt,
    body,
  });
  const message = userMessage({ instruction: REPLY_INSTRUCTION, input: input.text });
  return { userMessage: message, cutChars: input.cutChars };
}

/** For the sentence that tells of a cut. */
export const KEPT_CHARS = MAX_INCOMING_CHARS;

function splitHeaders(text: string): { headers: Map<string, string>; body: string } {
  const headers = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  let at = 0;
  for (; at < lines.length; at += 1) {
    const [, name, value] = HEADER.exec(lines[at] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    headers.set(name.toLowerCase(), value.trim());
  }
  // Without a blank line behind them these were words of the mail.
  const isHead = at > 0 && (lines[at] ?? '').trim() === '';
  return isHead
    ? { headers, body: lines.slice(at).join('\n').trim() }
    : { headers: new Map(), body: text };
}

/** `Marta Lindqvist` of `"Marta Lindqvist" <marta@example.org>`, or the address where there is no name. */
function nameIn(address: string): string {
  const name = address
    .replace(/<[^>]*>/, '')
    .replaceAll('"', '')
    .trim();
  return name === '' ? address.replace(/[<>]/g, '') : name;
}
