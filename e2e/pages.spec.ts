import { expect, type Page } from '@playwright/test';
import { checkAxe } from './stack/check-axe';
import { signInAs, test } from './stack/desk';

/** Every page a writer sees, and what says that it has arrived. */
const PAGES: readonly { path: string; sign: (page: Page) => Promise<void> }[] = [
  {
    path: '/settings/ai-model',
    sign: (page) => expect(page.getByRole('region', { name: 'Writing your drafts' })).toBeVisible(),
  },
  {
    path: '/inbox',
    sign: (page) => expect(page.getByRole('link', { name: /to answer/ }).first()).toBeVisible(),
  },
  {
    path: '/settings/api-tokens',
    sign: (page) => expect(page.getByText('No token yet')).toBeVisible(),
  },
  {
    path: '/gallery',
    sign: (page) => expect(page.getByText('Completed, the base stays')).toBeVisible(),
  },
];

/** Pixels by which the page is wider than its window. */
const spillOf = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/sign-in');
    await page.getByRole('button', { name: /Victor Amsel/ }).waitFor();
    await checkAxe(page, 'sign-in');
    await signInAs(page, 'Victor Amsel');
    for (const { path, sign } of PAGES) {
      await page.goto(path);
      await sign(page);
      // The gallery shows the same card many times over: names repeat there and nowhere else.
      await checkAxe(page, path, path === '/gallery' ? ['landmark-unique'] : []);
    }
    await page.goto('/inbox');
    await page
      .getByRole('link', { name: /to answer/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Draft reply' }).click();
    await expect(page.locator('section[data-voice="base"]')).toHaveAttribute(
      'data-state',
      /^(done|cut)$/,
      { timeout: 90_000 },
    );
    await checkAxe(page, 'a thread');
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await checkAxe(page, 'the notifications');
    await signInAs(page, 'the operator');
    await expect(page.getByRole('heading', { name: 'this machine' })).toBeVisible();
    await checkAxe(page, 'the agents');
  });
}

test('every page fits a phone', async ({ page }, info) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await signInAs(page, 'Victor Amsel');
  for (const { path, sign } of PAGES) {
    await page.goto(path);
    await sign(page);
    const spill = await page.evaluate(spillOf);
    expect(spill, `${path} is wider than the phone`).toBeLessThanOrEqual(0);
    const name = `phone${path.replaceAll('/', '-')}.png`;
    await page.screenshot({ path: info.outputPath(name) });
  }
  await signInAs(page, 'the operator');
  await expect(page.getByRole('heading', { name: 'this machine' })).toBeVisible();
  expect(await page.evaluate(spillOf), '/agents is wider than the phone').toBeLessThanOrEqual(0);
});

test('a stranger is sent to the sign-in page, and signing out closes the door', async ({
  page,
}) => {
  await page.goto('/settings/ai-model');
  await page.waitForURL('**/sign-in');
  await signInAs(page, 'Victor Amsel');
  await page.getByRole('button', { name: 'Victor Amsel: account menu' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.goto('/inbox');
  await page.waitForURL('**/sign-in');
});

test('a writer does not see the operator’s pages', async ({ page }) => {
  await signInAs(page, 'Victor Amsel');
  await expect(page.getByRole('link', { name: 'Agents' })).toHaveCount(0);
  await page.goto('/agents');
  await expect(page.getByText('Only an operator of this server sees its agents.')).toBeVisible();
});
