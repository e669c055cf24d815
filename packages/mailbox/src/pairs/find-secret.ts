/** What must never be learned: it would be said again to the next correspondent. */
export type SecretKind = 'card' | 'iban' | 'private_key' | 'password' | 'token' | 'one_time_code';

/** Card numbers: 13 to 19 digits in groups, beginning as the card schemes' do. */
const CARD = /(?<![\d.-])[2-6]\d(?:[ -]?\d){11,17}(?![\d-])/g;
/** Looked for at every place, also within a longer match. */
const IBAN = /(?=\b([A-Z]{2}\d{2}[A-Z0-9 ]{11,40}))/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY/;
const PASSWORD =
  /(?:^|[^\p{L}])(?:pass ?word|passphrase|passwd|pwd|kennwort|passwort|mot de passe|contraseña|senha|wachtwoord|lösenord|hasło|parola|пароль)\s*(?:is|ist|est|es|è|lautet|:|=|：)\s*["'“„«]?\S{4,}/iu;
const TOKEN =
  /\b(?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30,}|github_pat_\w{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,}|glpat-[\w-]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|AIza[\w-]{35})|\b(?:api|access|secret)[_ -]?(?:key|token)\s*[:=]\s*\S{8,}/i;
const ONE_TIME_CODE =
  /\b(?:(?:verification|security|login|sign-?in|one-?time|confirmation|access|auth(?:entication)?)\s+(?:code|pin|password)|otp|2fa code|tan|bestätigungscode|sicherheitscode|code de (?:vérification|sécurité)|código de (?:verificación|seguridad)|pin(?: code)?)\b[^.\n]{0,30}?[\s:=]\d{3}[ -]?\d{1,5}\b/i;

/** The check digit of card numbers (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The check digits of account numbers (ISO 13616: mod 97 of the rearranged number is 1). */
export function isIban(text: string): boolean {
  const compact = text.replace(/\s/g, '');
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const char of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** An account number may be followed by words that look like one more group. */
const holdsIban = (match: string) => {
  const groups = match.trim().split(/ +/);
  return groups.some((_, end) => isIban(groups.slice(0, groups.length - end).join('')));
};

export function findSecret(text: string): SecretKind | null {
  if (PRIVATE_KEY.test(text)) return 'private_key';
  // Links hold long numbers of their own.
  for (const [match] of text.replace(/https?:\/\/\S+/g, ' ').matchAll(CARD)) {
    const digits = match.replace(/\D/g, '');
    if (digits.length <= 19 && passesLuhn(digits)) return 'card';
  }
  for (const [, match] of text.toUpperCase().matchAll(IBAN)) {
    if (match !== undefined && holdsIban(match)) return 'iban';
  }
  if (PASSWORD.test(text)) return 'password';
  if (TOKEN.test(text)) return 'token';
  if (ONE_TIME_CODE.test(text)) return 'one_time_code';
  return null;
}
