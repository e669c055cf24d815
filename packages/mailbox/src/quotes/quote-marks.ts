import { anyWording } from './quote-languages';

/**
 * What mail programs write around the mail that is answered. All patterns look at the head of one line:
 * hostile lines are long, and no mark is.
 */
const MAX_MARK_CHARS = 300;
const headOf = (line: string) => line.slice(0, MAX_MARK_CHARS);

/** `> text`, also behind an indent or as `| text`. */
const QUOTED = /^\s{0,3}(?:>|\|(?:\s|$))/;
const ONE_MARK = /^\s{0,3}[>|] ?/;
const ALL_MARKS = /^\s{0,3}(?:[>|] ?)+/;
export const isQuoted = (line: string) => QUOTED.test(line);
/** The line as it stood in the mail that is quoted: one mark is taken off, deeper ones stay. */
export const unquoteOnce = (line: string) => line.replace(ONE_MARK, '');
export const unquote = (line: string) => line.replace(ALL_MARKS, '');

const DASHES = '[-_*=─—]{2,}';
const ORIGINAL_MESSAGE = new RegExp(
  `^\\s*${DASHES}\\s*(?:${anyWording(({ original }) => original)}|on .{3,200} wrote\\s*:?)\\s*[-_*=─—]*\\s*$`,
  'iu',
);
/** Apple's mark stands alone and ends with a colon; others stand between dashes. */
const FORWARDED = new RegExp(
  `^\\s*(?:${DASHES}\\s*${anyWording(({ forwarded }) => forwarded)}|(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio (?:del )?messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:re)?encaminhada)\\s*:)`,
  'iu',
);
export const opensOriginal = (line: string) => ORIGINAL_MESSAGE.test(headOf(line));
export const opensForward = (line: string) => FORWARDED.test(headOf(line));
