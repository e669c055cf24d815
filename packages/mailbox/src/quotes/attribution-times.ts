/** One way to read a date that a mail program wrote; its clock may be anybody's. */
export interface TimeReading {
  /** As if the clock were in UTC where the line names no offset. */
  at: Date;
  hasTime: boolean;
  hasOffset: boolean;
}

/** Beginnings of month names, without accents, in the languages of the attributions. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'sty', 'led', 'tammi', 'ian', 'oca', 'янв', 'січ', 'ιαν'],
  ['feb', 'fev', 'lut', 'uno', 'helmi', 'sub', 'фев', 'лют', 'φεβ'],
  ['mar', 'mrt', 'maa', 'bre', 'ozu', 'мар', 'бер', 'μαρ'],
  ['apr', 'avr', 'abr', 'kwi', 'dub', 'huhti', 'nis', 'апр', 'кві', 'απρ'],
  ['may', 'mai', 'maj', 'mag', 'mei', 'kve', 'touko', 'май', 'мая', 'тра', 'μαι'],
  ['jun', 'juin', 'giu', 'cze', 'cerven', 'kesa', 'iun', 'haz', 'июн', 'чер', 'ιουν'],
  ['jul', 'juil', 'lug', 'lip', 'cervenec', 'heina', 'iul', 'tem', 'июл', 'лип', 'ιουλ'],
  ['aug', 'aou', 'ago', 'sie', 'srp', 'elo', 'agu', 'авг', 'сер', 'αυγ'],
  ['sep', 'set', 'wrz', 'zar', 'syys', 'eyl', 'сен', 'вер', 'σεπ'],
  ['oct', 'okt', 'ott', 'out', 'paz', 'rij', 'loka', 'eki', 'окт', 'жов', 'οκτ'],
  ['nov', 'lis', 'noi', 'marras', 'kas', 'ноя', 'нояб', 'νοε'],
  ['dec', 'dez', 'dic', 'des', 'gru', 'pro', 'joulu', 'ara', 'дек', 'гру', 'δεκ'],
];

/** 1 to 12, or null. The longest beginning decides: `marraskuuta` is no March. */
function monthOf(name: string): number | null {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  let best: { month: number; length: number } | null = null;
  for (const [index, beginnings] of MONTHS.entries()) {
    for (const beginning of beginnings) {
      if (plain.startsWith(beginning) && beginning.length > (best?.length ?? 0)) {
        best = { month: index + 1, length: beginning.length };
      }
    }
  }
  return best?.month ?? null;
}

type Day = { year: number; month: number; day: number };
const NAME = '(\\p{L}{3,14})\\.?';
const DAY_FIRST = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er|º|\\.)?\\s+(?:de\\s+|d['’])?${NAME},?\\s+(?:de\\s+)?(\\d{4})`,
  'u',
);
const MONTH_FIRST = new RegExp(`${NAME}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})`, 'u');
const YEAR_FIRST_NAMED = new RegExp(`(\\d{4})\\.?\\s+${NAME}\\s+(\\d{1,2})(?!\\d)`, 'u');
const YEAR_FIRST = /(?<!\d)(\d{4})\s*[-./年년]\s?(\d{1,2})\s*[-./月월]\s?(\d{1,2})(?!\d)/u;
const NUMERIC = /(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{2}|\d{4})(?!\d)/;

/** Readings of the day, the likeliest first, and the text it was read from. */
function readDays(text: string): { days: Day[]; matched: string } {
  const number = (digits: string | undefined) => Number(digits);
  const iso = YEAR_FIRST.exec(text);
  if (iso !== null) {
    const day = { year: number(iso[1]), month: number(iso[2]), day: number(iso[3]) };
    return { days: [day], matched: iso[0] };
  }
  for (const [pattern, order] of [
    [DAY_FIRST, 'dmy'],
    [MONTH_FIRST, 'mdy'],
    [YEAR_FIRST_NAMED, 'ymd'],
  ] as const) {
    const match = pattern.exec(text);
    const month = match?.[order === 'mdy' ? 1 : 2];
    const named = month === undefined ? null : monthOf(month);
    if (match === null || named === null) continue;
    const year = number(match[order === 'ymd' ? 1 : 3]);
    const day = number(match[order === 'dmy' ? 1 : order === 'mdy' ? 2 : 3]);
    return { days: [{ year, month: named, day }], matched: match[0] };
  }
  const numeric = NUMERIC.exec(text);
  if (numeric === null) return { days: [], matched: '' };
  const [first, second] = [number(numeric[1]), number(numeric[3])];
  const year = number(numeric[4]) + (numeric[4]?.length === 2 ? 2000 : 0);
  const dayFirst = { year, month: second, day: first };
  const monthFirst = { year, month: first, day: second };
  const days = /\d\s*[ap]\.?\s?m\b/i.test(text) ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  return { days: days.filter(({ month }) => month <= 12), matched: numeric[0] };
}

const TIME = /(?<!\d)(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?!\d)\s*([ap]\.?\s?m\b)?/iu;
const AFTERNOON = /오후|下午|午後|μ\.μ\./u;
const OFFSET = /(?:GMT|UTC|\s)\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)/;

/** The dates that an attribution or a `Sent:` line may mean, the likeliest first. */
export function readTimes(text: string): TimeReading[] {
  const { days, matched } = readDays(text);
  if (days.length === 0) return [];
  const rest = text.replace(matched, ' ');
  const time = TIME.exec(rest);
  let hours = Number(time?.[1] ?? 12);
  const isAfternoon = /^p/i.test(time?.[4] ?? '') || AFTERNOON.test(rest);
  if (time?.[4] !== undefined || isAfternoon) hours = (hours % 12) + (isAfternoon ? 12 : 0);
  const offset = time === null ? null : OFFSET.exec(rest.slice(time.index + time[0].length));
  const offsetMinutes =
    offset === null
      ? 0
      : (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
  return days.flatMap(({ year, month, day }) => {
    const minutes = Number(time?.[2] ?? 0) - offsetMinutes;
    const at = Date.UTC(year, month - 1, day, hours, minutes, Number(time?.[3] ?? 0));
    if (day < 1 || day > 31 || hours > 23 || Number.isNaN(at)) return [];
    return [{ at: new Date(at), hasTime: time !== null, hasOffset: offset !== null }];
  });
}

const MINUTE_MS = 60_000;
/** Clocks differ by at most so much: 14 hours east against 12 west, but each from the sender's own. */
const MAX_OFFSET_MINUTES = 15 * 60;
const OFFSET_STEP_MINUTES = 15;

/** Whether a reading may speak of a mail of that date, whatever time zone its clock was in. */
export function mayMean(reading: TimeReading, sentAt: Date): boolean {
  const minutes = Math.abs(reading.at.getTime() - sentAt.getTime()) / MINUTE_MS;
  if (!reading.hasTime) return minutes <= 36 * 60;
  if (reading.hasOffset) return minutes <= 2;
  const beside = minutes % OFFSET_STEP_MINUTES;
  const isStep = beside <= 1 || beside >= OFFSET_STEP_MINUTES - 1;
  return minutes <= MAX_OFFSET_MINUTES && isStep;
}
