import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from '../build.js';
import { launch, Visitor } from './browser.js';
import { DevMode } from './dev-mode.js';
import { image } from './images.js';
import { look } from './look.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BUILT = here('../dist');
const wasBuilt = existsSync(BUILT);

const glint = new DevMode();
let browser;
let visitor;

before(async () => {
  await glint.start();
  browser = await launch();
});

beforeEach(async () => {
  visitor = new Visitor();
  await visitor.open(browser, glint.origin);
});

afterEach(async () => {
  await visitor.leave();
  visitor.assertContent();
});

after(async () => {
  await browser?.close();
  await glint.close();
  if (!wasBuilt) {
    await rm(BUILT, { recursive: true, force: true });
  }
});

/** Calls a function on the page; answers what it shows. */
async function call(name, example, change = (request) => request) {
  const section = visitor.page.locator(`#${name}`);
  await section.getByRole('button', { name: example, exact: true }).click();
  const request = section.getByLabel('Request');
  await request.fill(change(await request.inputValue()));
  await section.locator('.status').evaluate((status) => (status.textContent = ''));
  await section.getByRole('button', { name: 'Call', exact: true }).click();
  await section.getByText(/^\d{3}, after/).waitFor();
  const shown = async (part) => section.locator(part).textContent();
  const status = Number.parseInt(await shown('.status'), 10);
  return { status, answer: JSON.parse(await shown('.answer')), shell: await shown('.shell'), section };
}

test('the page tells what runs, and where the bucket is', async () => {
  const facts = visitor.page.locator('#facts');
  await facts.getByText(glint.origin).waitFor();
  assert.match(await facts.textContent(), /S3http:\/\/127\.0\.0\.1:\d+Bucketimages/);
  for (const link of await visitor.page.locator('.links a:visible').all()) {
    const { status } = await fetch(new URL(await link.getAttribute('href'), glint.origin));
    assert.equal(status, 200, await link.textContent());
  }
});

test('all four functions can be called', async () => {
  const id = `dev-mode-${Date.now()}`;
  const ours = (request) => request.replace('hello', id);
  assert.equal((await call('add', 'Inline bytes', ours)).answer.size, 5);
  assert.equal((await call('add', 'Inline bytes', ours)).answer.type, 'urn:glint:duplicate');
  assert.equal((await call('get-size', 'With digests', ours)).answer.checksum, '5d41402abc4b2a76b9719d911017c592');
  const { answer, section } = await call('get-presigned', 'Download', ours);
  const href = await section.getByRole('link', { name: 'Open the URL' }).getAttribute('href');
  assert.equal(href, answer.url);
  assert.equal(await (await fetch(href)).text(), 'hello');
  await look(visitor.page, 'dev-mode');
  assert.equal((await call('delete', 'Delete', ours)).answer.deleted, true);
});

test('a shell hears what the page shows', async () => {
  const { answer, shell } = await call('get-size', 'Size', () => '{\n  "imageId": "it\'s none"\n}');
  assert.equal(answer.type, 'urn:glint:invalid-request');
  assert.deepEqual(JSON.parse(execFileSync('bash', ['-c', shell], { encoding: 'utf8' })), answer);
});

test('Swagger UI shows the functions', async () => {
  await visitor.page.getByRole('link', { name: 'Swagger UI' }).click();
  for (const path of ['/add', '/get-size', '/get-presigned', '/delete', '/']) {
    await visitor.page.locator(`.opblock-summary-path[data-path="${path}"]`).waitFor();
  }
});

test('what is no JSON is answered, too', async () => {
  const { status, answer } = await call('add', 'Inline bytes', () => '{');
  assert.equal(status, 400);
  assert.equal(answer.type, 'urn:glint:invalid-request');
});

test('the upload page is there once it is built', async () => {
  await rm(BUILT, { recursive: true, force: true });
  await visitor.page.reload();
  await visitor.reads('npm run build');
  await build(JSON.parse(await readFile(here('../config.json'), 'utf8')), BUILT);
  await visitor.page.reload();
  await visitor.page.getByRole('link', { name: 'Upload a file' }).click();
  await visitor.chooser.waitFor();
  const id = `uploaded-${Date.now()}`;
  await visitor.upload(image('boot.iso', 3).path, id);
  await visitor.stored();
  await visitor.page.goto(glint.origin);
  assert.equal((await call('delete', 'Delete', (request) => request.replace('hello', id))).answer.deleted, true);
});
