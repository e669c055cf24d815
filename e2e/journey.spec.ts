import { expect } from '@playwright/test';
import {
  jobCard,
  progressOf,
  signInAs,
  stepsOnCurve,
  test,
  trainButton,
  untilStatus,
} from './stack/desk';

const TRAINING_MS = 240_000;
/** Steps to see before the page is reloaded. */
const STEPS_BEFORE_RELOAD = 5;

test('a writer with exactly 100 sent mails trains a model, reloads midway and reads its draft', async ({
  page,
}) => {
  await signInAs(page, 'Rafe Colder');
  await expect(page.getByText('100 sent mails: enough to train')).toBeVisible();
  await trainButton(page).click();

  await test.step('every stage is shown, and progress never falls, reload or not', async () => {
    await expect(jobCard(page)).toBeVisible();
    await untilStatus(page, 'TRAINING', TRAINING_MS);
    await expect
      .poll(() => stepsOnCurve(page), { timeout: TRAINING_MS })
      .toBeGreaterThanOrEqual(STEPS_BEFORE_RELOAD);
    const before = { steps: await stepsOnCurve(page), progress: await progressOf(page) };
    expect(before.progress).toBeGreaterThanOrEqual(30);
    await expect(jobCard(page).getByText(/\d+ sent, \d+ received/)).toBeVisible();

    await page.reload();
    await expect(jobCard(page)).toBeVisible();
    // The backlog is replayed into the curve: no step of before the reload is missing.
    await expect.poll(() => stepsOnCurve(page)).toBeGreaterThanOrEqual(before.steps);
    expect(await progressOf(page)).toBeGreaterThanOrEqual(before.progress);

    const seen: number[] = [];
    while ((await jobCard(page).getAttribute('data-status')) !== 'COMPLETED') {
      seen.push(await progressOf(page));
      expect(await jobCard(page).getAttribute('data-status')).not.toMatch(/FAILED|CANCELLED/);
      await page.waitForTimeout(250);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(await progressOf(page)).toBe(100);
  });

  await test.step('the verdict shows the numbers, and the model is in use', async () => {
    await expect(page.getByText('Your drafts now come from your own model.')).toBeVisible();
    const numbers = await jobCard(page).locator('dd span.figure').allTextContents();
    const [base = 0, tuned = 0] = numbers.map(Number);
    expect(base).toBeGreaterThan(0);
    expect(tuned).toBeLessThanOrEqual(base - 1);
    const inUse = page.getByRole('region', { name: 'Writing your drafts' });
    await expect(inUse.getByText('Your model, version 1')).toBeVisible();
    await expect(page.getByRole('row', { name: /Completed/ })).toBeVisible();
    // What the numbers of a tiny base do not say is said beside them.
    await expect(page.getByText('Trial base.')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Notifications, \d new/ })).toBeVisible();
  });

  await test.step('both voices write side by side, token by token', async () => {
    await page.getByRole('link', { name: 'Inbox', exact: true }).click();
    await page
      .getByRole('link', { name: /to answer/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Draft reply' }).click();
    const tuned = page.locator('section[data-voice="tuned"]');
    const base = page.locator('section[data-voice="base"]');
    await expect(tuned).toHaveAttribute('data-state', 'writing', { timeout: 60_000 });
    for (const panel of [tuned, base]) {
      await expect(panel).toHaveAttribute('data-state', /^(done|cut)$/, { timeout: 90_000 });
    }
    await expect(tuned.getByText('Written by your model, version 1')).toBeVisible();
    await expect(base.getByText('Written by the base', { exact: true })).toBeVisible();
    const [own, other] = [
      await tuned.getByRole('textbox').inputValue(),
      await base.getByRole('textbox').inputValue(),
    ];
    expect(own.trim()).not.toBe('');
    expect(other.trim()).not.toBe('');
    expect(own).not.toBe(other);
    await tuned.getByRole('textbox').fill(`${own}\nP.S. edited`);
    await expect(tuned.getByRole('textbox')).toHaveValue(/P\.S\. edited$/);
  });

  await test.step('the base can take over, and the version comes back', async () => {
    await page.getByRole('link', { name: 'AI model' }).click();
    const inUse = page.getByRole('region', { name: 'Writing your drafts' });
    await page.getByRole('button', { name: 'Use the base' }).click();
    await expect(inUse.getByText('The base, in nobody’s voice')).toBeVisible();
    await page.getByRole('button', { name: 'Use version 1' }).click();
    await expect(inUse.getByText('Your model, version 1')).toBeVisible();
  });
});
