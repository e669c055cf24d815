import { expect, type Page } from '@playwright/test';
import { checkAxe } from './stack/check-axe';
import { signInAs, test, trainButton, untilStatus } from './stack/desk';

const START_MS = 180_000;
const CANCEL_MS = 30_000;

const logOf = (page: Page) => page.getByRole('region', { name: 'Log' });

/** Day and night, and no wider than a phone. */
async function checkLook(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await checkAxe(page, `${what}, ${colorScheme}`);
  }
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  await page.setViewportSize({ width: 375, height: 812 });
  const spill = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(spill, `${what} is wider than the phone`).toBeLessThanOrEqual(0);
  await page.setViewportSize(size);
}

test('a training has a page of its own: attempts, costs and every event, live', async ({
  page,
  browser,
  baseURL,
}) => {
  await signInAs(page, 'Juno Park');
  await trainButton(page).click();
  await untilStatus(page, 'TRAINING', START_MS);

  await test.step('it is reached and read by keyboard, and grows while one looks', async () => {
    await page.getByRole('link', { name: 'Attempts, costs and log' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /^Training of / })).toBeVisible();
    await expect(logOf(page).getByText('Ordered.', { exact: true })).toBeVisible();
    await expect(logOf(page).getByText(/^Taken by /)).toBeVisible();
    const steps = logOf(page).getByText(/^Steps 1 to \d+ of \d+: loss/);
    await expect(steps).toBeVisible({ timeout: START_MS });
    await steps.focus();
    await page.keyboard.press('Enter');
    await expect(logOf(page).getByText(/^Step 1 of \d+: loss/)).toBeVisible();
    const attempt = page.getByRole('region', { name: 'One attempt' });
    await expect(attempt.getByText('Under way')).toBeVisible();
    await checkLook(page, 'a job');
  });

  await test.step('it ends with the job, and says what that came to', async () => {
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel the training' }).click();
    await untilStatus(page, 'CANCELLED', CANCEL_MS);
    await expect(logOf(page).getByText('Cancelled.', { exact: true })).toBeVisible();
    const attempt = page.getByRole('region', { name: 'One attempt' });
    await expect(attempt.getByText('Cancelled', { exact: true })).toBeVisible();
    await expect(attempt.getByText('Device time')).toBeVisible();
    await page.getByRole('link', { name: 'AI model' }).first().click();
    await page
      .getByRole('link', { name: /^Training of / })
      .first()
      .click();
    await expect(logOf(page).getByText('Cancelled.', { exact: true })).toBeVisible();
  });

  await test.step('nobody else finds it', async () => {
    const stranger = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
    await signInAs(stranger, 'Ida Fenwick');
    await stranger.goto(page.url());
    await expect(stranger.getByText('There is no such job.')).toBeVisible();
    await stranger.context().close();
  });
});

test('an operator sees everybody’s jobs, their logs and costs', async ({ page }) => {
  await signInAs(page, 'Juno Park');
  await trainButton(page).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel the training' }).click();
  await untilStatus(page, 'CANCELLED', CANCEL_MS);

  await signInAs(page, 'the operator');
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await page.getByRole('button', { name: 'Cancelled', exact: true }).click();
  const job = page.getByRole('listitem').filter({ hasText: 'Juno Park' }).first();
  await expect(job.getByText('Cancelled', { exact: true })).toBeVisible();
  await checkLook(page, 'the jobs');
  await job.getByRole('link', { name: 'Juno Park' }).click();
  await expect(logOf(page).getByText('Cancelled.', { exact: true })).toBeVisible();
  await checkLook(page, 'a job for operators');
});

test('a writer does not see everybody’s jobs', async ({ page }) => {
  await signInAs(page, 'Victor Amsel');
  await expect(page.getByRole('link', { name: 'Jobs', exact: true })).toHaveCount(0);
  await page.goto('/jobs');
  await expect(page.getByText('Only an operator of this server sees')).toBeVisible();
});
