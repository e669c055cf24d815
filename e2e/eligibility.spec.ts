import { expect } from '@playwright/test';
import { signInAs, test, trainButton } from './stack/desk';

test('a writer with 94 sent mails sees what is missing and cannot train', async ({ page }) => {
  await signInAs(page, 'Ida Fenwick');
  await expect(page.getByText('94 of 100 sent mails: 6 more')).toBeVisible();
  await expect(page.getByRole('img', { name: '94 of the 100 sent mails' })).toBeVisible();
  await expect(trainButton(page)).toBeDisabled();
  await expect(trainButton(page)).toHaveAccessibleDescription(
    /6 more sent mails and you can train/,
  );
});

test('a writer with exactly 100 may', async ({ page }) => {
  await signInAs(page, 'Rafe Colder');
  await expect(page.getByRole('img', { name: '100 of the 100 sent mails' })).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
});
