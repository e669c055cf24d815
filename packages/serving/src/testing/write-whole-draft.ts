import type { ChatEnd, ChatRequest, ServingEngine } from '../engine';

/** A draft read to its end. */
export async function writeWholeDraft(
  engine: ServingEngine,
  request: ChatRequest,
): Promise<ChatEnd & { text: string }> {
  const draft = engine.chat(request);
  let text = '';
  let part = await draft.next();
  for (; !part.done; part = await draft.next()) text += part.value;
  return { ...part.value, text };
}
