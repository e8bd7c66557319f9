import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PresignedUrls } from '../src/presigned-urls.js';

const PARTS = 10_000;
const PART_SIZE = 8;
const HOUR = 3_600_000;

/** A `get-presigned` that answers as Glint does: at most 1,000 parts at a time. */
class Presigner {
  asked = [];
  end = Date.now() + HOUR;
  partSize = PART_SIZE;

  async getPresigned(request) {
    this.asked.push(request);
    const first = request.firstPart ?? 1;
    const count = Math.min(1000, PARTS - first + 1);
    const parts = Array.from({ length: count }, (_, index) => ({ number: first + index, url: `part-${first + index}`, headers: {} }));
    return { uploadId: 'upload', partSize: this.partSize, parts, expiresAt: new Date(this.end).toISOString() };
  }
}

function begun(presigner) {
  return new PresignedUrls(presigner, { imageId: 'image', size: PARTS * PART_SIZE, uploadId: 'upload', partSize: PART_SIZE });
}

test('10,000 parts take ten calls', async () => {
  const presigner = new Presigner();
  const urls = begun(presigner);
  for (let number = 1; number <= PARTS; number++) {
    assert.equal((await urls.get(number)).url, `part-${number}`);
  }
  assert.deepEqual(
    presigner.asked.map(({ firstPart }) => firstPart),
    Array.from({ length: 10 }, (_, index) => index * 1000 + 1),
  );
});

test('parts that are wanted at the same time take one call', async () => {
  const presigner = new Presigner();
  const urls = begun(presigner);
  await Promise.all([1, 2, 3, 4].map((number) => urls.get(number)));
  assert.equal(presigner.asked.length, 1);
});

test('URLs that end or are forgotten are asked for again, from the part that is wanted', async () => {
  const presigner = new Presigner();
  presigner.end = Date.now() + 10_000;
  const urls = begun(presigner);
  await urls.get(1);
  presigner.end = Date.now() + HOUR;
  await urls.get(700);
  await urls.get(701);
  urls.forget(702);
  await urls.get(702);
  assert.deepEqual(
    presigner.asked.map(({ firstPart }) => firstPart),
    [1, 700, 702],
  );
});

test('a call that fails does not spoil the next one', async () => {
  const presigner = new Presigner();
  const urls = begun(presigner);
  const answer = presigner.getPresigned;
  presigner.getPresigned = () => Promise.reject(new Error('unreachable'));
  await assert.rejects(urls.get(1), /unreachable/);
  presigner.getPresigned = answer;
  assert.equal((await urls.get(1)).url, 'part-1');
});

test('an upload whose parts now have another size cannot go on', async () => {
  const presigner = new Presigner();
  presigner.partSize = PART_SIZE + 1;
  await assert.rejects(begun(presigner).get(1), { type: 'part-size' });
});

test('an image that goes in one request has its digests signed', async () => {
  const asked = [];
  const presigner = {
    async getPresigned(request) {
      asked.push(request);
      return { method: 'PUT', url: 'whole', headers: { 'If-None-Match': '*' }, expiresAt: new Date(Date.now() + HOUR).toISOString() };
    },
  };
  const record = { imageId: 'image', size: 5 };
  const urls = new PresignedUrls(presigner, record, { md5: '5d41402abc4b2a76b9719d911017c592', sha256: '2cf24d' });
  assert.deepEqual((await urls.get(1)).headers, { 'If-None-Match': '*' });
  assert.deepEqual(asked, [
    {
      operation: 'upload',
      imageId: 'image',
      size: 5,
      checksum: '5d41402abc4b2a76b9719d911017c592',
      hashAlgorithm: 'sha256',
      hash: '2cf24d',
    },
  ]);
  assert.equal(record.uploadId, undefined);
});
