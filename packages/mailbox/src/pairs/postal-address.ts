/** A street and house number, where a post code follows closely: without one it is a place to meet at. */
const NUMBER_FIRST =
  /\b\d{1,5}[a-z]?,?[ ](?:\p{Lu}[\p{L}'’.-]*[ ]){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Court|Ct|Place|Pl|Square|Sq|Boulevard|Blvd|Terrace|Close|Crescent|Gardens|Highway|Hwy)\b\.?/gu;
const ROMANCE =
  /\b\d{1,4}(?:[ ]?(?:bis|ter))?,?[ ](?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|route|cours)[ ][\p{L}'’ -]{3,40}|(?:\b(?:calle|c\/|avenida|avda\.?|paseo|plaza|via|viale|piazza|corso|rua|travessa|praça|ul\.|ulica|al\.))[ ][\p{L}'’. -]{3,40},?[ ]\d{1,4}[a-z]?\b/giu;
const NUMBER_LAST =
  /(?<!\p{L})\p{Lu}[\p{L}.-]{1,30}(?:[ ]\p{Lu}[\p{L}.-]{1,20}){0,2}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|plein|gracht|kade|gatan|vägen|vej|gade|veien|gata|katu|tie)[ ]\d{1,4}[ ]?[a-zA-Z]?\b/gu;
const STREETS = [NUMBER_FIRST, ROMANCE, NUMBER_LAST];

/** UK, US, Canadian, Dutch, Swedish and four- to six-digit codes. */
const POST_CODE =
  /^[\s,–-]{1,4}(?:[^\n\d]{0,30}\n?){0,2}(?:\b[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}\b|\b[A-Z]{2}[ ]\d{5}(?:-\d{4})?\b|\b[A-Z]\d[A-Z][ ]?\d[A-Z]\d\b|\b(?:[A-Z]{1,2}-)?\d{4,6}\b|\b\d{3}[ ]\d{2}\b|\b\d{2}-\d{3}\b)/u;

/** The streets in a text that belong to a full postal address. */
export function streetsIn(text: string): string[] {
  return STREETS.flatMap((street) =>
    [...text.matchAll(street)].flatMap(({ 0: found, index }) => {
      const end = index + found.length;
      return POST_CODE.test(text.slice(end, end + 80)) ? [found] : [];
    }),
  );
}
