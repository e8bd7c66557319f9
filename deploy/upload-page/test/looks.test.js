import assert from 'node:assert/strict';
import { test } from 'node:test';
import { image } from './images.js';
import { look } from './look.js';
import { stage } from './stage.js';
import { flipOneByte } from './store-proxy.js';

const LARGE = image('ubuntu-24.04-server-cloudimg-amd64.qcow2', 60);
const SMALL = image('boot.iso', 3);

test('before an upload', async () => {
  const visitor = await stage.arrive();
  await look(visitor.page, 'choose');
  await visitor.choose(LARGE.path);
  await look(visitor.page, 'form');
  await visitor.page.getByLabel('Image id').fill('not an id');
  await visitor.button('Upload').click();
  await visitor.reads('no spaces');
  await look(visitor.page, 'form-error');
});

test('on a phone nobody is asked to drop something', async () => {
  const visitor = await stage.arrive({ isMobile: true, hasTouch: true });
  assert.equal(await visitor.page.getByText('Drop a disk image here').isVisible(), false);
  await look(visitor.page, 'choose-touch');
});

test('while a file is dragged over it', async () => {
  const visitor = await stage.arrive();
  await visitor.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([], 'x'));
    document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await look(visitor.page, 'dragging');
});

test('during an upload', async () => {
  const visitor = await stage.arrive();
  stage.world.store.hold(9);
  await visitor.upload(LARGE.path, 'ubuntu-24.04');
  await visitor.sent(40);
  await look(visitor.page, 'sending');
  await visitor.button('Cancel').click();
  await look(visitor.page, 'confirm');
  await visitor.button('Keep it').click();
  await visitor.button('Pause').click();
  await look(visitor.page, 'paused');
  stage.world.store.cut();
  await visitor.button('Resume').click();
  await visitor.reads('The connection is lost');
  await look(visitor.page, 'stalled');
  await visitor.page.reload();
  await visitor.reads('Unfinished uploads');
  await look(visitor.page, 'unfinished');
  await visitor.page.getByLabel(`Choose ${LARGE.name} again`).setInputFiles(SMALL.path);
  await visitor.reads('That is another file');
  await look(visitor.page, 'unfinished-other-file');
});

test('after an upload', async () => {
  const visitor = await stage.arrive();
  const add = await visitor.holdCalls('add');
  await visitor.upload(SMALL.path, 'boot.iso');
  await visitor.reads('compares the checksum');
  await look(visitor.page, 'checking');
  await add.release();
  await visitor.stored();
  await visitor.reads('The link works');
  await look(visitor.page, 'done');
});

test('an upload that fails', async () => {
  const visitor = await stage.arrive();
  stage.world.store.refuseNext(new URL(stage.world.page).origin);
  await visitor.upload(SMALL.path, 'refused');
  await visitor.heading('did not succeed').waitFor();
  await look(visitor.page, 'failed');
});

test('an upload that cannot go on', async () => {
  const visitor = await stage.arrive();
  stage.world.store.twistNext(flipOneByte);
  await visitor.upload(LARGE.path, 'spoiled');
  await visitor.heading('did not succeed').waitFor();
  await look(visitor.page, 'failed-for-good');
});
