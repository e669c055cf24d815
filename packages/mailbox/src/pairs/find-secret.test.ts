import { describe, expect, it } from 'vitest';
import { findSecret, type SecretKind } from './find-secret';

describe('findSecret', () => {
  it.each<[SecretKind, string]>([
    ['card', '4111 1111 1111 1111'],
    ['card', '3782-822463-10005'],
    ['card', 'ends in 4111\u200b1111\u200b1111\u200b1111'],
    ['iban', 'Pay to GB82WEST12345698765432 FOR THE RENT.'],
    ['iban', 'ES91 2100 0418 4502 0005 1332'],
    ['private_key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['private_key', 'My recovery phrase is: abandon ability'],
    ['password', 'The Wi-Fi password is Kestrel7'],
    ['password', 'pass: kestrel7'],
    ['password', 'Passwort: Sommer'],
    ['password', 'The password is\nkestrel7'],
    ['token', 'xoxb-1234567890-abcdefghij'],
    ['token', 'client_secret = a1b2c3d4e5'],
    ['token', 'mysql://root:hunter2@db/shop'],
    ['one_time_code', 'Your Uber code is 4821.'],
    ['one_time_code', 'Gate code: 9173#'],
  ])('knows a %s in %j', (kind, text) => {
    expect(findSecret(`Hello,\n${text}\nBye`)).toBe(kind);
  });

  it.each([
    ['4111 1111 1111 1112 is no card'],
    ['I forgot my password again, sorry! It is fine now.'],
    ['The password is wrong.'],
    ['[sudo] password for marta:\nSome other line'],
    ['Your password is required for that.'],
    ['The exit code was 12, the area code 030.'],
    ['commit 5333d3d12ffc21229ec4203a9ea1c7f68d82e57f fixes it'],
    ['Two keys: one for the door, one for the cellar.'],
    ['https://example.org/4111111111111111 is a link'],
    ['The key is https://example.org/a/long/path/to/a/page1/nobody'],
  ])('leaves %j alone', (text) => {
    expect(findSecret(text)).toBeNull();
  });
});
