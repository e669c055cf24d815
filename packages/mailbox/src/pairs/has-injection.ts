/** Orders to a model, hidden or open, in the languages people write. Incoming text is written by anybody. */
const ORDERS = [
  /\b(?:ignore|disregard|forget|override|bypass|neglect)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|foregoing|all|any|your|system|everything)\b[^.\n]{0,30}\b(?:instruction|prompt|rule|direction|guideline|directive|context|training)s?\b/i,
  /\b(?:ignore|disregard|forget)\s+(?:all|everything|anything)\b[^.\n]{0,20}\b(?:above|before|previous|said|messages?)\b[^\n]{0,20}\b(?:and|instead|now)\b/i,
  /\b(?:reveal|print|repeat|show|output|send|tell)\b[^.\n]{0,30}\b(?:system prompt|your (?:instructions|prompt|rules))\b/i,
  /\b(?:do not|don['’]t|stop|cease) (?:follow|obey)(?:ing)?\b[^.\n]{0,30}\b(?:instruction|prompt|rule|guideline)s?\b/i,
  /\byou are (?:now|no longer)\s+(?:an?|in|the)\b[^.\n]{0,40}\b(?:model|assistant|mode|ai|bot|dan)\b/i,
  /^[ \t]*#{2,}[ \t]*(?:new |system |updated )?(?:instructions?|system|prompt)\b/im,
  /^[ \t]*(?:\[(?:system|assistant)\]|(?:new|updated) (?:system )?instructions?\s*:|system[ \t]*(?:prompt|message|override)[ \t]*:)/im,
  /\b(?:ignoriere?|vergiss|missachte|übergehe)\b[^.\n]{0,40}(?:anweisung|vorgabe|regel|instruktion|befehl)/i,
  /\b(?:ignor(?:e|ez|a|ar|ate|i|en|eer|era|er|uj|a te)|oublie[zs]?|olvid[ae]|dimentica|esque[cç]a|negeer|vergeet|zignoruj|pomiń|bortse från|glem|unohda)\b[^.\n]{0,40}(?:instru[ck][cçtz]|consignes|istruzion|instruç|aanwijzing|polece|ohje|regole|reglas|regras|règles)/iu,
  /(?:игнорируй|игнорируйте|забудь|забудьте|не обращай)[^.\n]{0,40}(?:инструкци|указани|правил)/iu,
  /(?:忽略|无视|無視|忘记|忘掉)[^。\n]{0,12}(?:指令|指示|提示|说明|規則|规则)|(?:指示|命令|プロンプト)[^。\n]{0,8}(?:無視|忘れ)|(?:지시|명령|프롬프트)[^.\n]{0,10}무시/u,
  /önceki[^.\n]{0,20}(?:talimat|komut)[^.\n]{0,20}(?:yok say|unut|görmezden)/iu,
  /<\|(?:im_start|im_end|system|user|assistant|end|eot_id|start_header_id|end_header_id|begin_of_text|endoftext|im_sep)\|>/,
  /\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>/,
];
/** Text that only a machine sees: tag characters, direction overrides, rows of zero-width marks. */
const INVISIBLE =
  /[\u{e0020}-\u{e007f}]|[\u202d\u202e]|[\u200b\u2060\u2061-\u2064\ufeff]{4,}|(?:[\u200b\u2060-\u2064\ufeff][^\n]?){8,}|[\ufe00-\ufe0f]{3,}/u;
/** The flags of England, Scotland and Wales are written with tag characters. */
const TAG_FLAGS = /\u{1f3f4}[\u{e0020}-\u{e007f}]{2,7}/gu;
/** In one run, or in lines as mail programs break it. */
const ENCODED_RUN = /[A-Za-z0-9+/]{200,}={0,2}|(?:^[A-Za-z0-9+/]{60,76}={0,2}$\n?){3,}/m;

/** Whether a text holds marks that a person does not see and a machine reads. */
export const hasHiddenText = (text: string) => INVISIBLE.test(text.replace(TAG_FLAGS, ''));

/** Whether a text, as it was written, may carry orders to a model. */
export function hasInjection(original: string): boolean {
  if (hasHiddenText(original)) return true;
  const text = original.normalize('NFKC').replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
  return ENCODED_RUN.test(text) || ORDERS.some((order) => order.test(text));
}
