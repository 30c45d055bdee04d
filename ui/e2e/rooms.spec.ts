import { expect, settled, shoot, test, type Page } from './fixtures';

/** Opens a place of the console and waits until it is drawn. */
async function visit(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
  await settled(page);
}

test('the inbox shows who waits and a thread opens with its customer', async ({ desktop: page }) => {
  await visit(page, 'inbox');
  const rows = page.getByRole('option');
  await expect(rows.first()).toBeVisible();
  await rows.first().click();
  await expect(page.getByRole('log')).toBeVisible();
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
  await settled(page);
  await shoot(page, 'inbox');
});

test('tickets are listed and one opens with its story', async ({ desktop: page }) => {
  await visit(page, 'tickets');
  await settled(page);
  await shoot(page, 'tickets');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/tickets\/[0-9a-f-]{36}/);
  await settled(page);
  await shoot(page, 'ticket');
});

test('a customer is found by the initials of the name and the phone stays masked', async ({ desktop: page }) => {
  await visit(page, 'customers');
  await shoot(page, 'customers');
  await page.getByRole('searchbox').first().fill('zwm');
  await expect(page.getByText(/伟明/).first()).toBeVisible();
  await expect(page.locator('body')).not.toContainText(/1[3-9]\d{9}/);
});

test('knowledge answers as one types and the article opens', async ({ desktop: page }) => {
  await visit(page, 'knowledge');
  await shoot(page, 'knowledge');
  await page.getByRole('searchbox').first().fill('换新要带盒子吗');
  await expect(page.getByText('小家电换新细则').first()).toBeVisible();
  await shoot(page, 'knowledge-search');
});

test('settings show their sections', async ({ desktop: page }) => {
  await visit(page, 'settings');
  await shoot(page, 'settings');
});
