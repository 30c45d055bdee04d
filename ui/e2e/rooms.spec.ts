import { expect, settled, test, visit } from './fixtures';

test('the inbox shows who waits and a thread opens with its customer', async ({ desktop: page }) => {
  await visit(page, 'inbox');
  const rows = page.getByRole('option');
  await expect(rows.first()).toBeVisible();
  await rows.first().click();
  await expect(page.getByRole('log')).toBeVisible();
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
  await settled(page);
});

test('tickets are listed and one opens with its story', async ({ desktop: page }) => {
  await visit(page, 'tickets');
  await settled(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/tickets\/[0-9a-f-]{36}/);
  await settled(page);
});

test('a customer is found by the initials of the name and the phone stays masked', async ({ desktop: page }) => {
  await visit(page, 'customers');
  await page.getByRole('searchbox').first().fill('zwm');
  await expect(page.getByText(/伟明/).first()).toBeVisible();
  await expect(page.locator('body')).not.toContainText(/1[3-9]\d{9}/);
});

test('knowledge answers as one types and the article opens', async ({ desktop: page }) => {
  await visit(page, 'knowledge');
  await page.getByRole('searchbox').first().fill('换新要带盒子吗');
  await expect(page.getByText('小家电换新细则').first()).toBeVisible();
});

test('settings show their sections', async ({ desktop: page }) => {
  await visit(page, 'settings');
});
