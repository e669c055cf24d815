import { expect, type Locator, type Page } from '@playwright/test';
import { stepsOnCurve, test, trainButton, untilStatus } from './stack/desk';

const START_MS = 180_000;
const CANCEL_MS = 30_000;

/** Presses Tab until `target` has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('Tab does not reach it.');
}

test('by keyboard alone: sign in, train, and cancel in mid-training', async ({ page }) => {
  await page.goto('/sign-in');
  const otto = page.getByRole('button', { name: /Otto Brandt/ });
  await otto.waitFor();
  await tabTo(page, otto);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings/ai-model');

  await trainButton(page).waitFor();
  await tabTo(page, trainButton(page));
  await page.keyboard.press('Enter');
  await untilStatus(page, 'TRAINING', START_MS);
  await expect.poll(() => stepsOnCurve(page), { timeout: START_MS }).toBeGreaterThan(0);

  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await tabTo(page, cancel);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Cancel this training?' });
  // The harmless answer has the focus first.
  await expect(dialog.getByRole('button', { name: 'Keep training' })).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: 'Cancel the training' }));
  await page.keyboard.press('Enter');

  await untilStatus(page, 'CANCELLED', CANCEL_MS);
  await expect(page.getByRole('button', { name: 'Retry' })).toBeEnabled();
  await expect(page.getByRole('row', { name: /Cancelled/ })).toBeVisible();
  await expect(page.getByText('The base, in nobody’s voice')).toBeVisible();
});
