import { expect } from '@playwright/test';
import { signInAs, test, trainButton, untilStatus } from './stack/desk';

test('an operator makes a token, shown once, and revokes an agent', async ({ page }) => {
  await signInAs(page, 'the operator');
  await page.getByRole('button', { name: 'New agent' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('spare machine');
  await page.getByRole('button', { name: 'Make its token' }).click();
  await expect(
    page.getByText(/AGENT_TOKEN=fta_[a-z0-9]{20}_\S+ npm run agent -- serve/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  const spare = page.getByRole('listitem').filter({ hasText: 'spare machine' });
  await expect(spare.getByText('Not connected yet')).toBeVisible();
  await expect(page.getByText(/fta_/)).toHaveCount(0);

  const agent = page.getByRole('listitem').filter({ hasText: 'this machine' });
  await expect(agent.getByText('Online')).toBeVisible();
  await agent.getByRole('button', { name: 'Revoke' }).click();
  await page
    .getByRole('alertdialog', { name: 'Revoke this machine?' })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(agent.getByText('Revoked')).toBeVisible();
});

test('without an agent a job says so instead of waiting in silence, and can be cancelled at once', async ({
  page,
}) => {
  await signInAs(page, 'Mei Tan');
  await trainButton(page).click();
  await untilStatus(page, 'PENDING', 20_000);
  await expect(page.getByText('No agent is online, so nothing trains yet.')).toBeVisible();
  await expect(page.getByText('Place 1 in the queue.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel the training' }).click();
  await untilStatus(page, 'CANCELLED', 20_000);

  await page.getByRole('link', { name: 'Inbox', exact: true }).click();
  await page
    .getByRole('link', { name: /to answer/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Draft reply' }).click();
  await expect(page.getByText('No agent is online, so nothing can write.')).toBeVisible();
});
