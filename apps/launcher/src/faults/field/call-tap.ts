import { z } from 'zod';
import type { Line, Tap } from './network';
import { createFrameCutter } from './websocket-frames';

const requestSchema = z.object({
  id: z.number(),
  params: z.object({ path: z.string(), input: z.unknown() }).optional(),
});
const answerSchema = z.object({
  id: z.number().nullable(),
  result: z.object({ data: z.unknown().optional() }).optional(),
});

/** A call of an agent on its way, or the answer to it on its way back. */
export interface CallOnWire {
  path: string;
  /** What is asked with, or what is answered; undefined for an error. */
  body: unknown;
  /** As it travels: to be sent again, or later. */
  bytes: Buffer;
  line: Line;
}

/** What becomes of it. A call that is lost takes nothing else with it; cut the line to make that known. */
export type Fate = 'arrives' | 'is lost';

/** Reads what agents call over their WebSocket and what they are answered, and lets the caller decide its fate. */
export function tapCalls(input: {
  onCall?: (call: CallOnWire) => Fate;
  onAnswer?: (answer: CallOnWire) => Fate;
}): (line: Line) => Tap {
  const { onCall = () => 'arrives', onAnswer = () => 'arrives' } = input;
  return (line) => {
    const asked = new Map<number, string>();
    const toServer = createFrameCutter();
    const toDialler = createFrameCutter();
    return {
      toServer(chunk, send) {
        for (const { bytes, text } of toServer(chunk)) {
          const fates = messagesIn(text, requestSchema).map(({ id, params }): Fate => {
            if (params === undefined) return 'arrives';
            asked.set(id, params.path);
            return onCall({ path: params.path, body: params.input, bytes, line });
          });
          if (!fates.includes('is lost')) send(bytes);
        }
      },
      toDialler(chunk, send) {
        for (const { bytes, text } of toDialler(chunk)) {
          const fates = messagesIn(text, answerSchema).map(({ id, result }): Fate => {
            const path = id === null ? undefined : asked.get(id);
            if (path === undefined) return 'arrives';
            return onAnswer({ path, body: result?.data, bytes, line });
          });
          if (!fates.includes('is lost')) send(bytes);
        }
      },
    };
  };
}

/** Messages of one frame: tRPC sends what was asked at once in one array. */
function messagesIn<Schema extends z.ZodType>(
  text: string | null,
  schema: Schema,
): z.infer<Schema>[] {
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    const all = Array.isArray(parsed) ? parsed : [parsed];
    return all.flatMap((message) => schema.safeParse(message).data ?? []);
  } catch {
    return [];
  }
}
