import { expect, it } from 'vitest';
import { knownOrigins } from './known-origins';

const origins = knownOrigins({ host: '127.0.0.1', port: 3210 });

it('knows the loopback names with its own port only', () => {
  expect(origins.isOrigin('http://localhost:3210')).toBe(true);
  expect(origins.isOrigin('http://127.0.0.1:3210')).toBe(true);
  expect(origins.isOrigin('http://[::1]:3210')).toBe(true);
  for (const foreign of [
    'http://localhost:3211',
    'https://localhost:3210',
    'http://evil.example',
    'http://localhost:3210.evil.example',
    'null',
    '',
  ]) {
    expect(origins.isOrigin(foreign), foreign).toBe(false);
  }
});

it('refuses a foreign name that resolves to us', () => {
  expect(origins.isHost('LOCALHOST:3210')).toBe(true);
  expect(origins.isHost('rebound.example:3210')).toBe(false);
  expect(origins.isHost(undefined)).toBe(false);
});

it('takes the public address too, and prints it first', () => {
  const known = knownOrigins({
    host: '0.0.0.0',
    port: 3210,
    publicUrl: 'https://mail.example.org/',
  });
  expect(known.list[0]).toBe('https://mail.example.org');
  expect(known.isHost('mail.example.org')).toBe(true);
  expect(known.isOrigin('http://mail.example.org')).toBe(false);
});

it('knows the one address it was bound to', () => {
  const known = knownOrigins({ host: '192.0.2.7', port: 80 });
  expect(known.isHost('192.0.2.7')).toBe(true);
  expect(known.isOrigin('http://192.0.2.7')).toBe(true);
});
