import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFinal, Problem, Refused, Unreachable } from '../src/failures.js';
import { bytes, estimate, exactBytes, percent } from '../src/format.js';
import { isLegalId, suggestId } from '../src/image-id.js';
import { sentBytes } from '../src/remembered.js';

test('sizes', () => {
  assert.equal(bytes(0), '0 bytes');
  assert.equal(bytes(1023), '1,023 bytes');
  assert.equal(bytes(1024), '1.0 KiB');
  assert.equal(bytes(1.5 * 1024 ** 3), '1.5 GiB');
  assert.equal(bytes(48 * 1024 ** 4), '48.0 TiB');
  assert.equal(exactBytes(2_097_152), '2,097,152 bytes');
});

test('what is left', () => {
  assert.equal(estimate(3), 'a few seconds');
  assert.equal(estimate(31), 'about 40 seconds');
  assert.equal(estimate(65), 'about 1 minute');
  assert.equal(estimate(3590), 'about 1 hour');
  assert.equal(estimate(3600 * 2 + 60 * 21), 'about 2 hours 20 minutes');
  assert.equal(estimate(3600 * 2 - 60), 'about 2 hours');
  assert.equal(estimate(3600 * 30 + 60 * 40), 'about 30 hours');
});

test('percent are 100 only when nothing is missing', () => {
  assert.equal(percent(999_999, 1_000_000), 99);
  assert.equal(percent(5, 5), 100);
  assert.equal(percent(0, 0), 100);
});

test('ids like the names of files, and always legal', () => {
  assert.equal(suggestId('debian-13.qcow2'), 'debian-13.qcow2');
  assert.equal(suggestId('My Image (final).raw'), 'My-Image-final-.raw');
  assert.equal(suggestId('Zürich.img'), 'Zurich.img');
  for (const name of ['', '.', '..', '日本語', ' ', '-', '.hidden', 'x'.repeat(300), 'a/b\\c?d#e@f']) {
    assert.ok(isLegalId(suggestId(name)), name);
  }
  for (const id of ['', '.', '..', 'a b', 'a/b', 'é', 'x'.repeat(256)]) {
    assert.ok(!isLegalId(id), id);
  }
});

test('what S3 has, the short last part counted as it is', () => {
  const upload = { size: 25, partSize: 10, finished: [1, 3] };
  assert.equal(sentBytes(upload), 15);
  assert.equal(sentBytes({ ...upload, complete: true }), 25);
  assert.equal(sentBytes({ size: 5, finished: [] }), 0);
});

test('failures: a sentence, whether they pass, and whether they are final', () => {
  const taken = Problem.of(409, '{"type": "urn:glint:duplicate", "title": "t", "detail": "The id x is taken."}');
  assert.equal(taken.message, 'The id x is taken.');
  assert.ok(!taken.passing && isFinal(taken));
  const busy = Problem.of(503, '{"type": "urn:glint:store-unavailable", "detail": "Later."}', '5');
  assert.ok(busy.passing && busy.after === 5000);
  const gateway = Problem.of(504, '<html>', null);
  assert.equal(gateway.after, 0);
  assert.match(gateway.message, /HTTP 504/);
  assert.ok(gateway.passing && !isFinal(gateway));
  const refused = Problem.of(401, '{"message": "Unauthorized"}');
  assert.match(refused.message, /HTTP 401/);
  assert.ok(refused.type === 'unknown' && !refused.passing && !isFinal(refused));
  const forbidden = Problem.of(403, '{"type": "urn:glint:store-forbidden", "detail": "No."}');
  assert.ok(!forbidden.passing && !isFinal(forbidden));
  const gone = new Refused(404, '<Error><Code>NoSuchUpload</Code></Error>');
  assert.match(gone.message, /NoSuchUpload/);
  assert.ok(!gone.passing && isFinal(gone));
  const lost = Unreachable.host('store', new URL('https://s3.example'), new Error());
  assert.ok(lost.passing && !isFinal(lost));
});
