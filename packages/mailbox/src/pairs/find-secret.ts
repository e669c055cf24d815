import { holdsIban, passesLuhn } from './check-digits';

/** What must never be learned: it would be said again to the next correspondent. */
export type SecretKind = 'card' | 'iban' | 'private_key' | 'password' | 'token' | 'one_time_code';

/** Card numbers: 13 to 19 digits in groups, beginning as the card schemes' do. */
const CARD = /(?<!\d)(?<!\d[.-])[2-6]\d(?:[ .-]?\d){11,17}(?!\d)(?![.-]\d)/g;
/** Looked for at every place, also within a longer match. */
const IBAN = /(?=\b([A-Z]{2}\d{2}[A-Z0-9 .-]{11,42}))/g;
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY|PuTTY-User-Key-File-\d|AGE-SECRET-KEY-1|\b(?:seed|recovery|mnemonic) phrase\s*(?:is|:|=)/i;

const PASSWORD_WORD =
  '(?:pass ?word|pass ?phrase|pass ?code|passwd|pwd|pw|kennwort|passwort|mot de passe|contraseña|clave de acceso|senha|wachtwoord|lösenord|adgangskode|salasana|hasło|parola|пароль|heslo|şifre|jelszó|密码|密碼|パスワード|비밀번호)';
/** `password: x`, `password = x`, `password for the door is x`. */
const PASSWORD = new RegExp(
  `(?:^|[^\\p{L}])${PASSWORD_WORD}(?:[^\\S\\n][^.,;!?\\n:=]{0,30})?\\s*(?:[:=：]|(?<=\\s)(?:is|ist|lautet|est|es|è|é|jest|är|er))(\\s*)["'“„«\`]?(\\S{4,})`,
  'giu',
);
/** `login: x`, `use password x`: only what looks like one, letters and digits in one word. */
const BARE_PASSWORD = new RegExp(
  `(?:^|[^\\p{L}])(?:${PASSWORD_WORD}(?:['’]s)?\\s+|(?:pass|login|wi-?fi|wlan)\\s*[:=]\\s*)["'“„«\`]?(?=[^\\s,;]{0,99}\\d)(?=[^\\s,;]{0,99}\\p{L})[^\\s,;]{6}`,
  'iu',
);
/** What is said of passwords, which is none. */
const NO_PASSWORD =
  /^(?:not|wrong|incorrect|correct|expired|required|needed|still|being|stored|empty|invalid|safe|secure|strong|weak|used|also|only|just|never|always|already|with|from|that|this|what|your|their|there|nicht|falsch|abgelaufen|noch|https?:.*)[.,;:!?)]*$/iu;

const TOKEN = new RegExp(
  [
    '\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b',
    '\\bgh[opusr]_[A-Za-z0-9]{30,}',
    '\\bgithub_pat_\\w{30,}',
    '\\bxox[abeprs]-[A-Za-z0-9-]{10,}',
    '\\bxapp-[A-Za-z0-9-]{10,}',
    '\\bsk-[A-Za-z0-9_-]{20,}',
    '\\b[rsp]k_(?:live|test)_[A-Za-z0-9]{10,}',
    '\\bglpat-[\\w-]{20,}',
    '\\beyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{5,}',
    '\\bAIza[\\w-]{30,}',
    '\\bya29\\.[\\w-]{20,}',
    '\\bSG\\.[\\w-]{16,}\\.[\\w-]{16,}',
    '\\bhf_[A-Za-z0-9]{25,}',
    '\\bnpm_[A-Za-z0-9]{30,}',
    '\\bpypi-[\\w-]{30,}',
    '\\bssh-(?:rsa|ed25519|dss) AAAA',
    '\\bbearer\\s+[A-Za-z0-9._~+/-]{20,}',
    '\\bAccountKey=\\S{20,}',
    // A link that carries name and password, or whoever opens it in.
    '\\b[a-z][a-z0-9+]{2,14}://[^\\s:/@]{1,64}:[^\\s@/]{3,64}@',
    '[?&](?:access_?token|auth_?token|token|api_?key|password|passwd|reset|sig|signature|secret)=[\\w%.~+-]{8,}',
    '(?<![A-Za-z])(?:api|access|secret|private|auth|client|license|encryption)[_ -]?(?:key|token|secret)\\s*(?:is|:|=)\\s*["\'“]?(?=\\S{0,99}\\d)\\S{8}',
    // Letters and digits without end behind the word for what they are.
    '(?<![A-Za-z])(?:key|token|secret|credentials?)\\b[^.\\n]{0,24}?[\\s:="\'`](?=[\\w+/-]{0,99}\\d)(?=[\\w+/-]{0,99}[A-Za-z])[\\w+/-]{24,200}={0,2}(?![\\w./])',
    '\\b(?:dop_v1|shpat|shpss|EAAC|sq0atp|rubygems)_?[A-Za-z0-9-]{20,}',
  ].join('|'),
  'i',
);

const CODE_KINDS =
  '(?:verification|security|log-?in|sign-?in|one[- ]?time|confirmation|access|activation|auth(?:entication|orization)?|two[- ]factor|2fa|tfa|mfa|sms|backup|recovery|unlock|door|gate|alarm|entry|building|garage|key ?safe|lock|lockbox|safe|voicemail|bank|card|atm)';
const ONE_TIME_CODES = [
  new RegExp(
    `\\b${CODE_KINDS}\\s+(?:code|pin|passcode|combination)\\b[^.\\n]{0,40}?[\\s:=#]#?[A-Z]{0,2}-?\\d{3}[ -]?\\d{1,5}\\b`,
    'i',
  ),
  /\b(?:otp|2fa code|tan|pin(?: code)?|passcode|cv[vc]2?|zugangscode|bestätigungscode|sicherheitscode|geheimzahl|code de (?:vérification|sécurité|confirmation)|código de (?:verificación|seguridad|verificação|segurança|confirmación)|codice di (?:verifica|sicurezza)|verificatiecode|beveiligingscode|kod (?:weryfikacyjny|dostępu)|код подтверждения|验证码|認証コード)(?![\p{L}])[^.\n]{0,30}?[\s:=：]\d{3}[ -]?\d{0,5}\b/iu,
  /\b(?:[A-Z]-)?\d{3}[ -]?\d{1,5}\s+(?:is|ist|est|es|è)\s+(?:your|the|ihr|dein|der|votre|ton|su|tu|il)\b[^.\n]{0,40}(?:code|pin|password|código|codice)\b/i,
  /\buse\s+(?:[A-Z]-)?\d{3}[ -]?\d{1,5}\s+(?:to (?:log|sign|verify|confirm|unlock|enter)|as (?:your|the)\b[^.\n]{0,30}\bcode)/i,
  /\b(?:your|this|the following|use|enter)\s+(?:[\p{L}-]+\s+){0,4}code(?:\s+is|\s*:)?\s+(?:[A-Z]-)?\d{3}[ -]?\d{1,5}\b/iu,
];

/** As a reader sees it: wide digits are digits, and marks between them that nobody sees are gone. */
const seen = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-');

/** A mail program may have broken a number at the end of a full line. */
const WRAPPED_LINE = /(?<=[^\n]{50})\r?\n/g;

/** The first kind of secret that a text holds, or null. */
export function findSecret(original: string): SecretKind | null {
  const text = seen(original);
  if (PRIVATE_KEY.test(text)) return 'private_key';
  const unwrapped = text.replace(WRAPPED_LINE, ' ');
  // Links hold long numbers of their own.
  for (const [match] of unwrapped.replace(/https?:\/\/\S+/g, ' ').matchAll(CARD)) {
    const digits = match.replace(/\D/g, '');
    if (digits.length <= 19 && passesLuhn(digits)) return 'card';
  }
  for (const [, match] of unwrapped.toUpperCase().matchAll(IBAN)) {
    if (match !== undefined && holdsIban(match)) return 'iban';
  }
  for (const [, gap = '', value = ''] of text.matchAll(PASSWORD)) {
    // `[sudo] password for marta:` at the end of a line asks for one.
    const isBelow = gap.includes('\n');
    if (!NO_PASSWORD.test(value) && (!isBelow || /\d/.test(value))) return 'password';
  }
  if (BARE_PASSWORD.test(text)) return 'password';
  if (TOKEN.test(text)) return 'token';
  return ONE_TIME_CODES.some((code) => code.test(text)) ? 'one_time_code' : null;
}
