import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { image } from './images.js';
import { stage } from './stage.js';

const LARGE = image('debian-13.qcow2', 200);
const SMALL = image('boot.iso', 3);

test('a large image goes to S3 in parts, whole', async () => {
  const visitor = await stage.arrive();
  await visitor.upload(LARGE.path, 'large');
  await visitor.stored();
  await visitor.reads(LARGE.md5);
  await visitor.reads(LARGE.sha512);
  assert.equal(await stage.world.digest('large'), LARGE.sha256);
  assert.ok(!(await stage.world.inventory()).uploads.includes('large'));
  assert.ok(stage.world.store.puts().length > 1);
});

test('a small image goes in one request, which S3 checks and lets overwrite nothing', async () => {
  const visitor = await stage.arrive();
  await visitor.upload(SMALL.path, 'small');
  await visitor.stored();
  assert.equal(await stage.world.digest('small'), SMALL.sha256);
  const put = stage.world.store.puts().at(-1);
  assert.equal(put.headers['if-none-match'], '*');
  assert.equal(Buffer.from(put.headers['content-md5'], 'base64').toString('hex'), SMALL.md5);
  assert.equal(Buffer.from(put.headers['x-amz-checksum-sha256'], 'base64').toString('hex'), SMALL.sha256);
  const preflight = stage.world.store.preflights().at(-1);
  assert.equal(preflight.url, put.url);
  assert.match(preflight.headers['access-control-request-headers'], /if-none-match/);
});

test('an empty image is one too', async () => {
  const visitor = await stage.arrive();
  await visitor.upload({ name: 'empty.raw', mimeType: '', buffer: Buffer.alloc(0) }, 'empty');
  await visitor.stored();
  assert.equal(await stage.world.digest('empty'), createHash('sha256').digest('hex'));
});

test('the download link brings the image back, under the name of its file', async () => {
  const visitor = await stage.arrive();
  await visitor.upload(SMALL.path, 'linked');
  await visitor.stored();
  await visitor.reads('The link works');
  const started = visitor.page.waitForEvent('download');
  await visitor.page.getByRole('link', { name: 'Download' }).click();
  const download = await started;
  assert.equal(download.suggestedFilename(), SMALL.name);
  const bytes = await readFile(await download.path());
  assert.equal(createHash('sha256').update(bytes).digest('hex'), SMALL.sha256);
});

test('a file can be dropped anywhere on the page', async () => {
  const visitor = await stage.arrive();
  await visitor.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['dropped'], 'dropped image.raw'));
    document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  assert.equal(await visitor.page.getByLabel('Image id').inputValue(), 'dropped-image.raw');
  await visitor.button('Upload').click();
  await visitor.stored();
  assert.equal(await stage.world.digest('dropped-image.raw'), createHash('sha256').update('dropped').digest('hex'));
});

test('a host without https does, although browsers then have less to offer', async () => {
  const visitor = await stage.arrive();
  await visitor.context.addInitScript(() => {
    Object.defineProperties(navigator, { locks: { value: undefined }, clipboard: { value: undefined }, wakeLock: { value: undefined } });
    Object.defineProperties(crypto, { subtle: { value: undefined }, randomUUID: { value: undefined } });
  });
  await visitor.page.reload();
  await visitor.upload(LARGE.path, 'plain-http');
  await visitor.stored();
  assert.equal(await stage.world.digest('plain-http'), LARGE.sha256);
});
