import type { z } from 'zod';

/** The first thing wrong with an input: where it is, and what would be right. */
export function sentenceFor({ issues }: z.ZodError): { message: string; param: string | null } {
  const [issue] = issues;
  if (issue === undefined) return { message: 'The request could not be read.', param: null };
  const place = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const param = [...issue.path, issue.keys[0] ?? ''].join('.');
    return { message: `${param} is not known here. Leave it out.`, param };
  }
  const what = place === '' ? 'The body' : place;
  return { message: `${what} ${mustBe(issue)}.`, param: place === '' ? null : place };
}

function mustBe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `must ${extent(issue.origin)} at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `must ${extent(issue.origin)} at most ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return `is not well formed${issue.format === 'regex' ? `: it must match ${issue.pattern}` : ''}`;
    default:
      return `cannot be used: ${issue.message}`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  object: 'a JSON object',
  array: 'a list',
  boolean: 'true or false',
};
const extent = (origin: string) => (origin === 'string' ? 'have' : 'be');
const unit = (origin: string) => (origin === 'string' ? ' characters' : '');
