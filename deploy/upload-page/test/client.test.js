import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { build } from 'esbuild';
import { WORK, World } from './world.js';

const DOCUMENT = fileURLToPath(new URL('../../../src/main/resources/META-INF/openapi.yaml', import.meta.url));
const HELLO = Buffer.from('hello');

let world;
let glint;

/** Makes a client of the OpenAPI document, and loads it. */
async function generate() {
  const output = join(WORK, 'client');
  const plugins = ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'];
  await createClient({ input: DOCUMENT, output, plugins, logs: { level: 'silent' } });
  const outfile = join(WORK, 'client.mjs');
  const contents = 'export * from "./client"; export { client } from "./client/client.gen";';
  const stdin = { contents, resolveDir: WORK, loader: 'ts' };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
  return import(pathToFileURL(outfile));
}

before(async () => {
  world = await World.start(false);
  glint = await generate();
  glint.client.setConfig({ baseUrl: world.functions });
});

after(() => world?.close());

test('the document is one of OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(DOCUMENT);
  assert.ok(valid, JSON.stringify(errors));
});

test('a generated client calls all functions', async () => {
  const imageId = 'client';
  const added = await glint.addImage({ body: { imageId, data: HELLO.toString('base64') } });
  assert.equal(added.data.size, HELLO.length);
  const size = await glint.getImageSize({ body: { imageId, digests: true } });
  assert.equal(size.data.available, true);
  assert.equal(size.data.checksum, added.data.checksum);
  const { url } = (await glint.presignImage({ body: { location: added.data.location } })).data;
  assert.equal(await (await fetch(url)).text(), 'hello');
  const deleted = await glint.deleteImage({ body: { imageId } });
  assert.deepEqual(deleted.data, { imageId, location: added.data.location, deleted: true });
});

test('a generated client uploads', async () => {
  const imageId = 'client-upload';
  const { data } = await glint.presignImage({ body: { imageId, operation: 'upload', size: HELLO.length } });
  assert.equal((await fetch(data.url, { method: data.method, headers: data.headers, body: HELLO })).status, 200);
  const added = await glint.addImage({ body: { imageId, upload: {} } });
  assert.equal(added.data.checksum, '5d41402abc4b2a76b9719d911017c592');
  await glint.deleteImage({ body: { imageId } });
});

test('a generated client hears why a call fails', async () => {
  const { error, response } = await glint.deleteImage({ body: { imageId: 'nothing' } });
  assert.equal(response.status, 404);
  assert.equal(error.type, 'urn:glint:not-found');
  assert.equal(error.imageId, 'nothing');
});
