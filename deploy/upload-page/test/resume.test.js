import assert from 'node:assert/strict';
import { test } from 'node:test';
import { image } from './images.js';
import { stage } from './stage.js';

const LARGE = image('debian-13.qcow2', 60);
const ANOTHER = image('another.raw', 1);

/** Begins an upload that stops by itself: nine of its twelve parts are there, and the others wait on their way. */
async function halfway(imageId) {
  const visitor = await stage.arrive();
  stage.world.store.hold(9);
  await visitor.upload(LARGE.path, imageId);
  await stage.world.store.someHeld();
  await visitor.sent(40);
  return visitor;
}

async function assertStored(visitor, imageId) {
  await visitor.stored();
  assert.equal(await stage.world.digest(imageId), LARGE.sha256);
  assert.ok(!(await stage.world.inventory()).uploads.includes(imageId));
}

/** How often each part was sent to S3. */
function sendings(imageId) {
  const counts = {};
  for (const { url } of stage.world.store.puts().filter(({ url }) => url.includes(`/${imageId}?`))) {
    const number = new URL(url, 'http://store').searchParams.get('partNumber');
    counts[number] = (counts[number] ?? 0) + 1;
  }
  return counts;
}

function assertMostSentOnce(imageId) {
  const again = Object.values(sendings(imageId)).filter((count) => count > 1).length;
  // At most those that were on their way when it stopped.
  assert.ok(again <= 4, `${again} parts were sent more than once`);
}

test('pause and resume', async () => {
  const visitor = await halfway('paused');
  await visitor.button('Pause').click();
  await visitor.reads('Paused');
  const before = stage.world.store.puts().length;
  stage.world.store.release();
  await visitor.button('Resume').waitFor();
  assert.equal(stage.world.store.puts().length, before);
  await visitor.button('Resume').click();
  await assertStored(visitor, 'paused');
  assertMostSentOnce('paused');
});

test('a reload, another file by mistake, and resume with the same file', async () => {
  const visitor = await halfway('reloaded');
  await visitor.page.reload();
  stage.world.store.release();
  await visitor.reads('Unfinished uploads');
  const again = visitor.page.getByLabel(`Choose ${LARGE.name} again`);
  await again.setInputFiles(ANOTHER.path);
  await visitor.reads('That is another file');
  await again.setInputFiles(LARGE.path);
  await assertStored(visitor, 'reloaded');
  assertMostSentOnce('reloaded');
  await visitor.page.reload();
  await visitor.chooser.waitFor();
  assert.equal(await visitor.page.getByText('Unfinished uploads').isVisible(), false);
});

test('a file that is dropped once more is recognized as the one that was not finished', async () => {
  const visitor = await halfway('recognized');
  await visitor.page.reload();
  stage.world.store.release();
  await visitor.reads('Unfinished uploads');
  await visitor.choose(LARGE.path);
  await assertStored(visitor, 'recognized');
});

test('another tab does not offer what this one is at', async () => {
  const visitor = await halfway('two-tabs');
  const tab = await visitor.context.newPage();
  await tab.goto(stage.world.page);
  await tab.getByText('Drop a disk image here').waitFor();
  assert.equal(await tab.getByText('Unfinished uploads').isVisible(), false);
  stage.world.store.release();
  await assertStored(visitor, 'two-tabs');
});

test('a network that breaks and comes back', async () => {
  const visitor = await halfway('cut');
  stage.world.store.cut();
  await visitor.reads('The connection is lost');
  stage.world.store.mend();
  await assertStored(visitor, 'cut');
  assertMostSentOnce('cut');
});

test('a device that goes offline and online', async () => {
  const visitor = await halfway('offline');
  await visitor.context.setOffline(true);
  await visitor.reads('The connection is lost');
  stage.world.store.release();
  await visitor.context.setOffline(false);
  await assertStored(visitor, 'offline');
  assertMostSentOnce('offline');
});

test('functions that cannot be reached for a while', async () => {
  const visitor = await stage.arrive();
  let lost = 2;
  await visitor.page.route('**/add', (route) => (lost-- > 0 ? route.abort() : route.continue()));
  await visitor.upload(ANOTHER.path, 'unreached');
  await visitor.stored();
  assert.equal(await stage.world.digest('unreached'), ANOTHER.sha256);
});

test('the reply of add that is lost does not make an image a duplicate of itself', async () => {
  const visitor = await stage.arrive();
  let first = true;
  await visitor.page.route('**/add', async (route) => {
    if (first) {
      first = false;
      await route.fetch();
      await route.abort();
    } else {
      await route.continue();
    }
  });
  await visitor.upload(LARGE.path, 'reply-lost');
  await assertStored(visitor, 'reply-lost');
});

test('the reply of S3 that is lost does not make an image a duplicate of itself', async () => {
  const visitor = await stage.arrive();
  stage.world.store.loseNextReply();
  await visitor.upload(ANOTHER.path, 's3-reply-lost');
  await visitor.stored();
  assert.equal(await stage.world.digest('s3-reply-lost'), ANOTHER.sha256);
});

test('URLs that have ended are asked for anew', async () => {
  const visitor = await stage.arrive();
  await visitor.page.clock.install();
  stage.world.store.hold(9);
  const asked = [];
  visitor.page.on('request', (request) => {
    if (request.url().endsWith('/get-presigned')) {
      asked.push(request.postDataJSON());
    }
  });
  await visitor.upload(LARGE.path, 'ended');
  await visitor.sent(40);
  await visitor.button('Pause').click();
  await visitor.page.clock.setSystemTime(Date.now() + 3_600_000);
  stage.world.store.release();
  await visitor.button('Resume').click();
  await assertStored(visitor, 'ended');
  const renewals = asked.filter(({ uploadId }) => uploadId);
  assert.ok(renewals.length > 0);
  assert.ok(renewals[0].firstPart > 1);
});

test('a URL that S3 refuses before its time is asked for anew', async () => {
  const visitor = await stage.arrive();
  stage.world.store.refuseNext(new URL(stage.world.page).origin);
  await visitor.upload(LARGE.path, 'refused-once');
  await assertStored(visitor, 'refused-once');
});

for (const status of [409, 503]) {
  test(`a part that S3 refuses with HTTP ${status} is sent again`, async () => {
    const visitor = await stage.arrive();
    visitor.expect(/status of 503/);
    stage.world.store.refuseNext(new URL(stage.world.page).origin, status);
    await visitor.upload(LARGE.path, `again-${status}`);
    await assertStored(visitor, `again-${status}`);
    assert.equal(Object.values(sendings(`again-${status}`)).filter((count) => count > 1).length, 1);
  });
}

test('a part that S3 refuses for good ends the upload, which goes on when somebody wants it to', async () => {
  const visitor = await stage.arrive();
  stage.world.store.refuseNext(new URL(stage.world.page).origin, 405);
  await visitor.upload(LARGE.path, 'refused');
  await visitor.reads('The store refused the upload (HTTP 405, AccessDenied)');
  await visitor.button('Try again').click();
  await assertStored(visitor, 'refused');
});
