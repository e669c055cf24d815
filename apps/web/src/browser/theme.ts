/** Light or dark as chosen by hand; without the cookie the system decides. */
export const THEME_COOKIE = 'emailai-theme';
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

const YEAR_SECONDS = 31_536_000;

export function chooseTheme(theme: Theme | null): void {
  const root = document.documentElement;
  if (theme === null) delete root.dataset.theme;
  else root.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR and Safari
  document.cookie = `${THEME_COOKIE}=${theme ?? ''}; path=/; max-age=${theme === null ? 0 : YEAR_SECONDS}; samesite=lax`;
}

export function chosenTheme(): Theme | null {
  const { theme } = document.documentElement.dataset;
  return isTheme(theme) ? theme : null;
}
