import { test as base, expect, type Page } from '@playwright/test';

function stackUrl(): string {
  const url = process.env.EMAILAI_E2E_URL;
  if (url === undefined) throw new Error('The stack was not started.');
  return url;
}

/**
 * The tRPC client answers the server's last ping although its socket is closing, say because axe kept the page busy
 * for ten seconds. The answer is not needed any more, and nothing can be caught.
 */
const PONG_TOO_LATE = 'WebSocket is already in CLOSING or CLOSED state';

/** A page at the stack that fails its test on any error the browser reports. */
export const test = base.extend<{ page: Page }>({
  baseURL: async ({ browserName: _ }, use) => use(stackUrl()),
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() !== 'error' || message.text().includes(PONG_TOO_LATE)) return;
      errors.push(`${message.text()} (${message.location().url})`);
    });
    await use(page);
    expect(errors, 'errors in the browser').toEqual([]);
  },
});

/** One click on the sign-in page; ends where that person starts. */
export async function signInAs(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.waitForURL(/\/(settings\/ai-model|agents)$/);
}

export const trainButton = (page: Page) =>
  page.getByRole('button', { name: 'Train personalized model' });

/** The card of the job that the page is about. */
export const jobCard = (page: Page) => page.locator('section[data-status]');

/** Waits until the job has reached `status`. */
export async function untilStatus(page: Page, status: string, timeoutMs: number): Promise<void> {
  await expect(jobCard(page)).toHaveAttribute('data-status', status, { timeout: timeoutMs });
}

/** Steps drawn on the loss curve, from what it says to screen readers; 0 while there is none. */
export async function stepsOnCurve(page: Page): Promise<number> {
  const curve = page.getByRole('img', { name: /^Loss curve/ });
  if ((await curve.count()) === 0) return 0;
  const words = (await curve.getAttribute('aria-label')) ?? '';
  return Number(/Loss curve: (\d+) steps/.exec(words)?.[1] ?? 0);
}

export async function progressOf(page: Page): Promise<number> {
  return Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
}
