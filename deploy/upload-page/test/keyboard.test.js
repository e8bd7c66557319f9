import assert from 'node:assert/strict';
import { test } from 'node:test';
import { image } from './images.js';
import { stage } from './stage.js';

const LARGE = image('debian-13.qcow2', 30);

test('all of it with the keyboard alone', async () => {
  const { page, ...visitor } = await stage.arrive();
  const keys = page.keyboard;
  const focused = (name) => page.waitForFunction((expected) => document.activeElement?.textContent.trim() === expected, name);
  const picking = page.waitForEvent('filechooser');
  await keys.press('Tab');
  await keys.press('Enter');
  await (await picking).setFiles(LARGE.path);

  // The field has the focus, and its text is selected.
  await keys.type('by-keyboard');
  stage.world.store.hold(5);
  await keys.press('Enter');
  await focused('Pause');
  await stage.world.store.someHeld();
  await keys.press('Space');
  await focused('Resume');
  await keys.press('Tab');
  await focused('Cancel');
  await keys.press('Enter');
  await focused('Keep it');
  await keys.press('Enter');
  await focused('Cancel');
  await keys.press('Shift+Tab');
  stage.world.store.release();
  await keys.press('Space');

  await focused('The image is stored');
  assert.equal(await page.getByText('by-keyboard', { exact: true }).count(), 1);
  await page.getByText('The link works').waitFor();
  let links = 0;
  for (let step = 0; step < 8 && !links; step++) {
    await keys.press('Tab');
    links = await page.getByRole('link', { name: 'Download' }).evaluate((link) => Number(link === document.activeElement));
  }
  assert.equal(links, 1);
  await keys.press('Tab');
  await keys.press('Tab');
  await focused('Upload another');
  await keys.press('Enter');
  await page.getByText('Drop a disk image here').waitFor();
  assert.ok(visitor);
});
