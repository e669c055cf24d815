/** Dates and versions look like telephone numbers: `12.03.2026`, `2026-03-12`, `10.0.0.1`. */
const NO_PHONE =
  /^(?:\d+\.\d+|\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?:\s.*)?|\d{1,3}(?:\.\d{1,3}){3}|\d{1,3}(?:[ .]000)+|(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d))$/;
const CANDIDATE =
  /(?<![\w.@/#=&?%+-])(?<!\d:)(?:\+|\(\+?)?\d(?:[ \u00a0()./-]{0,2}\d){5,16}(?![\w@%]|[.-]\d)/g;
const PHONE_WORD =
  /(?:tel|phone|reach|contact|dial|sms|line|desk|direct|telefon|téléphone|teléfono|telefono|telefoon|call|ring|text|mobile|mobil|móvil|cell|cellulare|handy|natel|fax|whatsapp|signal|number|nummer|numéro|número|numero|nr|portable|komórka|тел)\W{0,3}(?:\p{L}+\W{1,2}){0,4}$/iu;

/** How national numbers are written where no word announces them. */
const NATIONAL = [
  /^\(?0\d{1,5}\)?[ \u00a0()./-]/,
  /^0\d{8,11}$/,
  /^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/,
  /^1[ .-]\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/,
  /^\d{3}-\d{4}$/,
  /^[4-9]\d{2}[ .-]\d{3}[ .-]\d{3}$/,
  /^[679]\d{2}(?:[ .-]\d{2}){3}$/,
  /^\(\d{2,5}\)[ -]?\d[\d -]{4,}\d$/,
  /^3\d{2}[ .-]\d{6,7}$/,
  /^[6-9]\d{4}[ -]\d{5}$/,
  /^[2-9]\d{9}(?<!000)$/,
];

/** Whether a run of digits is somebody's telephone number; `before` is the text in front of it. */
function isPhone(run: string, before: string): boolean {
  const digits = run.replace(/\D/g, '');
  if (digits.length > 15 || NO_PHONE.test(run)) return false;
  if (/^(?:\(?\+|00[1-9])/.test(run)) return digits.length >= 8;
  if (NATIONAL.some((form) => form.test(run))) return digits.length >= 7;
  return digits.length >= 6 && PHONE_WORD.test(before);
}

/** The telephone numbers of a text, as they are written. */
export function phonesIn(text: string): string[] {
  const phones: string[] = [];
  for (const { 0: run, index } of text.matchAll(CANDIDATE)) {
    if (isPhone(run, text.slice(Math.max(0, index - 40), index))) phones.push(run);
  }
  return phones;
}

/** Ids that need no word in front: social security, national insurance and tax numbers. */
export const BARE_ID =
  /(?<![\w.-])(?:\d{3}-\d{2}-\d{4}|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|\d{8}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z]|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z])(?![\w-])/g;

/** A word that announces an id, and the id: letters, digits and dashes, with four digits at least. */
export const ANNOUNCED_ID =
  /((?<!\p{L})(?:order|invoice|customer|client|account|acct|passport|licen[cs]e|policy|ticket|case|claim|booking|reservation|confirmation|reference|ref|member(?:ship)?|patient|employee|student|insurance|tracking|tax|vat|ssn|social security|nhs|id|kunden-?(?:nummer|nr)|rechnungs-?(?:nummer|nr)|bestell-?(?:nummer|nr)|auftrags-?(?:nummer|nr)|vertrags-?(?:nummer|nr)|aktenzeichen|steuer-?(?:nummer|id)|ausweis-?(?:nummer|nr)?|commande|facture|dossier|pedido|factura|expediente|dni|nie|nif|fattura|ordine|codice fiscale|bestelnummer|klantnummer|factuurnummer|bsn|pesel|nip|faktura|zamówienie)(?:[ \t]*(?:number|no|nr|nummer|num|n[°º]|id|code|is|ist|est|es))*[ \t]*[.:#°=]{0,3}[ \t]*#?)([A-Z0-9](?:[A-Z0-9]|[-/][A-Z0-9]){3,23})(?![\w-])/giu;
