/** Orders to a model, hidden or open. Incoming text is written by anybody. */
const ORDERS = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|system)\b[^.\n]{0,30}\b(?:instruction|prompt|rule|direction|guideline|message|context)s?\b/i,
  /\b(?:reveal|print|repeat|show|output)\b[^.\n]{0,30}\b(?:system prompt|your (?:instructions|prompt))\b/i,
  /\byou are now (?:an?|in|the)\b[^.\n]{0,40}\b(?:model|assistant|mode|ai|bot|dan)\b/i,
  /\b(?:ignoriere|vergiss|missachte)\b[^.\n]{0,40}\b(?:anweisung|vorgabe|regel)/i,
  /\bignor(?:e|ez|a|ar|i)\b[^.\n]{0,30}\b(?:instructions? précédentes|instrucciones anteriores|istruzioni precedenti|instruções anteriores)/i,
  /<\|(?:im_start|im_end|system|user|assistant|end|eot_id|start_header_id|endoftext)\|>/,
  /\[\/?INST\]|<<SYS>>|<start_of_turn>/,
];
/** Text that only a machine sees: tag characters, direction overrides, rows of zero-width marks. */
const INVISIBLE = /[\u{e0020}-\u{e007f}]|[\u202d\u202e]|[\u200b\u2060\u2061-\u2064\ufeff]{4,}/u;
/** The flags of England, Scotland and Wales are written with tag characters. */
const TAG_FLAGS = /\u{1f3f4}[\u{e0020}-\u{e007f}]{2,7}/gu;
const ENCODED_RUN = /[A-Za-z0-9+/]{200,}={0,2}/;

export function hasInjection(text: string): boolean {
  return (
    INVISIBLE.test(text.replace(TAG_FLAGS, '')) ||
    ENCODED_RUN.test(text) ||
    ORDERS.some((order) => order.test(text))
  );
}
