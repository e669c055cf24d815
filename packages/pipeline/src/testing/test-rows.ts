import type { DatasetRow } from '@emailai/contracts/dataset';
import { REPLY_INSTRUCTION, renderReplyInput } from '@emailai/contracts/prompt';

const NAMES = ['Marta Lindqvist', 'Ben Okafor', 'Hana Sato', 'Pavel Dusek', 'Chloé Renard'];
const THINGS = ['budget', 'garden plan', 'train tickets', 'roof repair', 'choir dates', 'lab keys'];
const DAYS = ['Monday', 'Tuesday', 'Thursday', 'Friday'];

/** Made-up pairs in one voice, newest first; `first` keeps two sets apart. */
export function testRows(count: number, first = 0): DatasetRow[] {
  return Array.from({ length: count }, (_, at) => testRow(first + at));
}

function testRow(number: number): DatasetRow {
  const name = NAMES[number % NAMES.length] ?? '';
  const thing = THINGS[number % THINGS.length] ?? '';
  const day = DAYS[number % DAYS.length] ?? '';
  const sentAt = new Date(Date.UTC(2026, 2, 28) - number * 3_600_000);
  const firstName = name.split(' ')[0] ?? '';
  const input = renderReplyInput({
    fromName: name,
    toName: 'Tom Hale',
    subject: `About the ${thing}`,
    sentAt,
    body: `Hi Tom,\n\ncan we talk about the ${thing} on ${day}? ${'It matters. '.repeat(number % 3)}\n\n${name}`,
  });
  return {
    id: `row-${number}`,
    sentAt: sentAt.toISOString(),
    instruction: REPLY_INSTRUCTION,
    input: input.text,
    output: `heya ${firstName} 🙂,\n\n${day} is fine for the ${thing}... bring tea — please!\n\ncheerio,\ntom`,
  };
}
