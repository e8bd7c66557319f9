import assert from 'node:assert/strict';
import { test } from 'node:test';
import { image } from './images.js';
import { stage } from './stage.js';
import { flipOneByte } from './store-proxy.js';

const LARGE = image('debian-13.qcow2', 30);
const SMALL = image('boot.iso', 1);
const OTHER = Buffer.from('somebody else was faster').toString('base64');

async function assertNothingOf(imageId) {
  const { objects, uploads } = await stage.world.inventory();
  assert.ok(!objects.includes(imageId));
  assert.ok(!uploads.includes(imageId));
}

test('an id that is taken is told at once, and another one does', async () => {
  await stage.world.call('add', { imageId: 'taken', data: OTHER });
  const visitor = await stage.arrive();
  const before = stage.world.store.puts().length;
  await visitor.upload(LARGE.path, 'taken');
  await visitor.reads('The id taken is taken');
  assert.equal(stage.world.store.puts().length, before);
  const field = visitor.page.getByLabel('Image id');
  assert.equal(await field.getAttribute('aria-invalid'), '');
  assert.ok(await field.evaluate((element) => element === document.activeElement));
  await field.fill('free');
  await visitor.button('Upload').click();
  await visitor.stored();
  assert.equal(await stage.world.digest('free'), LARGE.sha256);
});

for (const file of [LARGE, SMALL]) {
  test(`an id that somebody else takes in the meantime (${file.name})`, async () => {
    const imageId = `race-for-${file.name}`;
    const visitor = await stage.arrive();
    stage.world.store.hold(0);
    await visitor.upload(file.path, imageId);
    await stage.world.store.someHeld();
    const { size } = await stage.world.call('add', { imageId, data: OTHER });
    stage.world.store.release();
    await visitor.page.getByRole('alert').getByText('taken').waitFor();
    const { size: still } = await stage.world.call('get-size', { imageId });
    assert.equal(still, size);
    assert.ok(!(await stage.world.inventory()).uploads.includes(imageId));
  });
}

for (const file of [LARGE, SMALL]) {
  test(`cancel leaves nothing in S3 (${file.name})`, async () => {
    const imageId = `cancelled-${file.name}`;
    const visitor = await stage.arrive();
    stage.world.store.hold(file === LARGE ? 5 : 0);
    await visitor.upload(file.path, imageId);
    await stage.world.store.someHeld();
    await visitor.button('Cancel').click();
    await visitor.button('Give up').click();
    await visitor.chooser.waitFor();
    await visitor.page.getByRole('status').getByText('Nothing of it is left').waitFor();
    await assertNothingOf(imageId);
    assert.equal(await visitor.page.getByText('Unfinished uploads').isVisible(), false);
  });
}

test('an upload from before a reload can be given up', async () => {
  const visitor = await stage.arrive();
  stage.world.store.hold(5);
  await visitor.upload(LARGE.path, 'left');
  await stage.world.store.someHeld();
  await visitor.page.reload();
  await visitor.page.getByRole('button', { name: `Give up ${LARGE.name}` }).click();
  await visitor.button('Give up').click();
  await visitor.page.getByRole('status').getByText('Nothing of it is left').waitFor();
  await assertNothingOf('left');
});

test('what was damaged on its way is not stored', async () => {
  const visitor = await stage.arrive();
  stage.world.store.twistNext(flipOneByte);
  await visitor.upload(LARGE.path, 'damaged');
  await visitor.reads('Bytes were damaged on their way');
  await assertNothingOf('damaged');
  await visitor.button('Start again').click();
  await visitor.button('Upload').click();
  await visitor.stored();
  assert.equal(await stage.world.digest('damaged'), LARGE.sha256);
});

test('an upload that is gone from S3 is told so', async () => {
  const visitor = await stage.arrive();
  stage.world.store.hold(5);
  await visitor.upload(LARGE.path, 'gone');
  await stage.world.store.someHeld();
  const [record] = await visitor.page.evaluate(() => Object.values(localStorage).map((value) => JSON.parse(value)));
  await stage.world.call('delete', { imageId: 'gone', uploadId: record.uploadId });
  stage.world.store.release();
  await visitor.heading('did not succeed').waitFor();
  await visitor.button('Start again').waitFor();
});

test('a page that may not talk to the store says who has to change what', async () => {
  const visitor = await stage.arrive();
  visitor.expect(/^CSP connect-src|violates the following Content Security Policy/);
  await visitor.page.route('**/get-presigned', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(stage.world.store.origin, 'http://127.0.0.1:9') });
  });
  await visitor.upload(SMALL.path, 'elsewhere');
  await visitor.reads('This page may not talk to http://127.0.0.1:9');
});
