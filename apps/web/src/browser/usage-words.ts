/** Watt-hours as shown to people: from a thousand on in kilowatt-hours. */
export function energyWords(wh: number): string {
  if (wh < 1) return wh > 0 ? '< 1 Wh' : '0 Wh';
  return wh < 1_000 ? `${Math.round(wh)} Wh` : `${(wh / 1_000).toFixed(wh < 10_000 ? 2 : 1)} kWh`;
}
