import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { signInAs, test, untilStatus } from './stack/desk';

const FINE_TUNE = '/api/user/ai/fine-tune';

async function makeToken(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Make the token' }).click();
  const dialog = page.getByRole('dialog', { name: `${name} is ready` });
  const token = (await dialog.getByText(/^eat_/).textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Copy the token' }).click();
  await expect(dialog.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await dialog.getByRole('button', { name: 'Done' }).click();
  return token;
}

/** As a script does: no cookie, no Origin, the token alone. */
const call = (request: APIRequestContext, method: string, token: string) =>
  request.fetch(FINE_TUNE, { method, headers: { Authorization: `Bearer ${token}` } });

test('a writer makes a token, a script trains with it, and it ends when it is revoked', async ({
  page,
  context,
  playwright,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const script = await playwright.request.newContext(baseURL === undefined ? {} : { baseURL });
  await signInAs(page, 'Sam Okoro');
  await page.getByRole('button', { name: 'Sam Okoro: account menu' }).click();
  await page.getByRole('menuitem', { name: 'API tokens' }).click();
  await page.waitForURL('**/settings/api-tokens');
  await expect(page.getByText('No token yet')).toBeVisible();

  const token = await makeToken(page, 'nightly');
  expect(token).toMatch(/^eat_[a-z0-9]{20}_[\w-]{43}$/);
  const row = page.getByRole('listitem').filter({ hasText: 'nightly' });
  await expect(row.getByText('never used')).toBeVisible();
  await page.reload();
  await expect(row).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);

  await test.step('the script starts a job, the page shows it, the script cancels it', async () => {
    expect(await (await call(script, 'GET', token)).json()).toMatchObject({
      eligibility: { eligible: true },
      active: null,
    });
    const started = await call(script, 'POST', token);
    expect(started.status()).toBe(202);
    const { job } = await started.json();
    await page.getByRole('link', { name: 'AI model' }).click();
    await expect(page.locator('section[data-status]')).toBeVisible();
    const again = await call(script, 'POST', token);
    expect(again.status()).toBe(409);
    expect(await again.json()).toMatchObject({ job: { id: job.id } });
    expect((await call(script, 'DELETE', token)).status()).toBe(202);
    await untilStatus(page, 'CANCELLED', 60_000);
  });

  await test.step('revoked, it is refused at once', async () => {
    await page.goto('/settings/api-tokens');
    await expect(row.getByText(/last used/)).toBeVisible();
    await row.getByRole('button', { name: 'Revoke nightly' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Revoke nightly?' });
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(page.getByText('No token yet')).toBeVisible();
    const refused = await call(script, 'GET', token);
    expect(refused.status()).toBe(401);
    expect(await refused.json()).toMatchObject({ error: { code: 'unauthenticated' } });
  });
  await script.dispose();
});
