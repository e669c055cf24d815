import { expect, it } from 'vitest';
import { bareSubject, isForwardSubject, isReplySubject, withoutReplyPrefix } from './bare-subject';

it.each([
  ['Re: Budget', 'reply'],
  ['RE: AW: Sv: Budget', 'reply'],
  ['Re[2]: Budget', 'reply'],
  ['[list] Re: [EXTERNAL] Budget', 'reply'],
  ['回复：Budget', 'reply'],
  ['Odp: Budget', 'reply'],
  ['Re: Fwd: Budget', 'reply'],
  ['Fwd: Re: Budget', 'forward'],
  ['WG: Budget', 'forward'],
  ['[list] Budget', 'neither'],
  ['  Budget ', 'neither'],
])('%j is a %s of Budget', (subject, kind) => {
  expect(withoutReplyPrefix(subject)).toBe('Budget');
  expect(bareSubject(subject)).toBe('budget');
  expect(isForwardSubject(subject)).toBe(kind === 'forward');
  if (kind !== 'forward') expect(isReplySubject(subject)).toBe(kind === 'reply');
});

it('leaves words alone that only begin like a prefix', () => {
  expect(bareSubject('Research: a plan')).toBe('research: a plan');
  expect(bareSubject('Re:')).toBe('');
});
