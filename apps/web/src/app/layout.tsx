import '@fontsource-variable/instrument-sans/index.css';
import '@fontsource-variable/newsreader/index.css';
import '@fontsource-variable/newsreader/wght-italic.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { isTheme, THEME_COOKIE } from '../browser/theme';
import { Providers } from '../components/providers';

export const metadata: Metadata = {
  title: { default: 'emailai', template: '%s · emailai' },
  description: 'Reply drafts that sound like you, from a model trained on your own sent mail.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f4f0' },
    { media: '(prefers-color-scheme: dark)', color: '#121318' },
  ],
};

/** Rendered for each request: the policy's nonce and the chosen theme are in the first byte, so nothing flashes. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    <html lang="en" data-theme={isTheme(chosen) ? chosen : undefined}>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
