import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Token } from '../src/token.js';
import { image } from './images.js';
import { look } from './look.js';
import { stage } from './stage.js?tokens';

const LARGE = image('debian-13.qcow2', 60);
const SMALL = image('boot.iso', 1);
const ALL = { groups: ['image-admin'], images: 'mine-' };
const MISSING = 'The call needs one header Authorization';

/** The dialog for a token, as a visitor sees it. */
function dialogOf({ page }) {
  const dialog = page.getByRole('dialog', { name: 'A token is needed' });
  const field = dialog.getByLabel('Token', { exact: true });
  const answer = (name) => dialog.getByRole('button', { name }).click();
  return {
    field,
    answer,
    reads: (text) => dialog.getByRole('alert').getByText(text).waitFor(),
    give: async (claims = ALL) => {
      await field.fill(await stage.world.token(claims));
      await answer('Continue');
    },
  };
}

/** Has the next call of a function sent with a token that has expired. */
async function expireNext({ page }, name) {
  const authorization = `Bearer ${await stage.world.token({ ...ALL, exp: 1 })}`;
  await page.route(`**/${name}`, (route) => route.continue({ headers: { ...route.request().headers(), authorization } }), { times: 1 });
}

async function assertStored(visitor, imageId, { sha256 }) {
  await visitor.stored();
  assert.equal(await stage.world.digest(imageId), sha256);
  assert.ok(!(await stage.world.inventory()).uploads.includes(imageId));
}

test('a token goes to the functions alone, and is kept nowhere', async () => {
  const visitor = await stage.arrive();
  const dialog = dialogOf(visitor);
  const calls = [];
  visitor.page.on('request', (request) => {
    if (request.method() === 'POST') {
      calls.push(request.allHeaders());
    }
  });
  await visitor.upload(LARGE.path, 'mine-first');
  await dialog.reads(MISSING);
  assert.equal(await dialog.field.getAttribute('type'), 'password');
  assert.equal(await dialog.field.getAttribute('autocomplete'), 'off');
  await dialog.give();
  await assertStored(visitor, 'mine-first', LARGE);
  await visitor.reads('The link works');

  const [first, ...others] = await Promise.all(calls);
  assert.equal(first.authorization, undefined);
  assert.ok(others.length >= 3);
  others.forEach(({ authorization }) => assert.match(authorization, /^Bearer eyJ/));
  const toStore = stage.world.store.requests.map(({ url, headers }) => url + JSON.stringify(headers));
  assert.ok(toStore.length > 12);
  toStore.forEach((request) => assert.doesNotMatch(request, /authorization|eyJ/i));
  const kept = await visitor.page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const fields = [...document.querySelectorAll('input')].map(({ value }) => value);
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, document.cookie, location.href, history.state, fields]);
  });
  assert.doesNotMatch(kept, /eyJ/);
});

test('a token that expires in the middle of an upload is asked for again, and the upload goes on', async () => {
  const visitor = await stage.arrive();
  const dialog = dialogOf(visitor);
  await visitor.page.clock.install();
  stage.world.store.hold(9);
  await visitor.upload(LARGE.path, 'mine-expired');
  await dialog.give();
  await visitor.sent(40);
  await visitor.button('Pause').click();
  await visitor.page.clock.setSystemTime(Date.now() + 3_600_000);
  stage.world.store.release();
  await expireNext(visitor, 'get-presigned');
  await visitor.button('Resume').click();
  await dialog.reads('The token has expired.');
  await dialog.give();
  await assertStored(visitor, 'mine-expired', LARGE);
});

test('without a token an upload fails, and can be tried again', async () => {
  const visitor = await stage.arrive();
  const dialog = dialogOf(visitor);
  await visitor.upload(LARGE.path, 'mine-later');
  await dialog.reads(MISSING);
  await visitor.page.keyboard.press('Escape');
  await visitor.heading('did not succeed').waitFor();
  await visitor.reads(MISSING);
  await visitor.button('Try again').click();
  await expireNext(visitor, 'add');
  await dialog.give();
  await dialog.reads('The token has expired.');
  await dialog.answer('Cancel');
  await visitor.heading('did not succeed').waitFor();
  await visitor.reads('The token has expired.');
  const before = stage.world.store.puts().length;
  await visitor.button('Try again').click();
  await assertStored(visitor, 'mine-later', LARGE);
  assert.equal(stage.world.store.puts().length, before);
});

test('a token that may not upload is told so, and another one does', async () => {
  const visitor = await stage.arrive();
  const dialog = dialogOf(visitor);
  await visitor.upload(SMALL.path, 'mine-forbidden');
  await dialog.give({ images: 'other-' });
  await visitor.heading('did not succeed').waitFor();
  await visitor.reads('The token allows only ids that begin with "other-".');
  await visitor.button('Try again').click();
  await dialog.reads(MISSING);
  await dialog.give({ images: 'mine-' });
  await visitor.heading('did not succeed').waitFor();
  await visitor.reads('An upload needs one of the roles or scopes of glint.access.add, too.');
  await visitor.button('Try again').click();
  await dialog.give();
  await assertStored(visitor, 'mine-forbidden', SMALL);
});

test('an upload from before a reload is given up with a token that is asked for again', async () => {
  const visitor = await stage.arrive();
  stage.world.store.hold(5);
  await visitor.upload(LARGE.path, 'mine-left');
  await dialogOf(visitor).give();
  await stage.world.store.someHeld();
  await visitor.page.reload();
  await visitor.page.getByRole('button', { name: `Give up ${LARGE.name}` }).click();
  await visitor.button('Give up').click();
  await dialogOf(visitor).reads(MISSING);
  await dialogOf(visitor).give();
  await visitor.page.getByRole('status').getByText('Nothing of it is left').waitFor();
  assert.ok(!(await stage.world.inventory()).uploads.includes('mine-left'));
});

test('the dialog with the keyboard alone, and what no token can be', async () => {
  const visitor = await stage.arrive();
  const { page } = visitor;
  const { field, reads } = dialogOf(visitor);
  const focused = (text) => page.waitForFunction((expected) => document.activeElement?.textContent.trim() === expected, text);
  await visitor.upload(SMALL.path, 'mine-typed');
  await reads(MISSING);
  await page.waitForFunction(() => document.activeElement?.id === 'token');
  await look(page, 'token');
  for (const text of ['', '"', 'a b', 'Bearer a', 'ü', 'a\\b']) {
    await page.keyboard.insertText(text);
    await page.keyboard.press('Enter');
    await reads('no spaces');
    assert.equal(await field.getAttribute('aria-invalid'), '');
    assert.ok(await field.evaluate((element) => element === document.activeElement));
  }
  await look(page, 'token-error');
  await page.keyboard.press('Tab');
  await focused('Continue');
  await page.keyboard.press('Tab');
  await focused('Cancel');
  await page.keyboard.press('Enter');
  await focused('The upload did not succeed');
  await visitor.button('Try again').click();
  await reads(MISSING);
  assert.equal(await field.inputValue(), '');
  assert.equal(await field.getAttribute('aria-invalid'), null);
  await page.keyboard.insertText(`  ${await stage.world.token(ALL)}\n`);
  await page.keyboard.press('Enter');
  await focused('The image is stored');
  assert.equal(await stage.world.digest('mine-typed'), SMALL.sha256);
});

test('calls at the same time ask for one token', async () => {
  const asked = [];
  let give;
  const token = new Token((why) => {
    asked.push(why);
    return new Promise((resolve) => (give = resolve));
  });
  const calls = [token.replace(undefined, 'first'), token.replace(undefined, 'second')];
  give('one');
  assert.deepEqual(await Promise.all(calls), [true, true]);
  assert.equal(await token.replace(undefined, 'was on its way'), true);
  assert.deepEqual(asked, ['first']);
  const others = [token.replace('one', 'third'), token.replace('one', 'fourth')];
  give(undefined);
  assert.deepEqual(await Promise.all(others), [false, false]);
  assert.equal(token.value, 'one');
  assert.deepEqual(asked, ['first', 'third']);
});
