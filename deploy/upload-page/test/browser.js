import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Milliseconds that a test waits for anything: a busy machine takes its time, and only what never comes is a failure. */
const PATIENCE = 180_000;

export function launch() {
  assert.ok(EXECUTABLE, 'these tests need a Chromium, such as the package chromium of Debian');
  // Containers give Chromium no sandbox of its own.
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
}

/** A person at the page, in a browser profile of its own. */
export class Visitor {
  #complaints = [];
  #expected = [/net::ERR_|status of 4\d\d/];

  /** Opens the upload page. */
  async arrive(browser, url, options) {
    await this.open(browser, url, options);
    await this.chooser.waitFor();
  }

  /** Opens any page. */
  async open(browser, url, options = {}) {
    this.context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
    this.context.setDefaultTimeout(PATIENCE);
    await this.context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`CSP ${violatedDirective} ${blockedURI}`);
      });
    });
    this.page = await this.context.newPage();
    this.page.on('dialog', (dialog) => dialog.accept());
    this.page.on('pageerror', (error) => this.#complaints.push(`${error}`));
    this.page.on('console', (message) => {
      const isExpected = this.#expected.some((pattern) => pattern.test(message.text()));
      if (['error', 'warning'].includes(message.type()) && !isExpected) {
        this.#complaints.push(message.text());
      }
    });
    await this.page.goto(url);
  }

  /** Lets the browser complain about something that the test is about. What the network does to a page is always that. */
  expect(pattern) {
    this.#expected.push(pattern);
  }

  get chooser() {
    return this.page.locator('#choose');
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  heading(name) {
    return this.page.getByRole('heading', { name });
  }

  async choose(file) {
    await this.page.locator('#file').setInputFiles(file);
  }

  /** Chooses a file and begins to upload it under an id. */
  async upload(file, imageId) {
    await this.choose(file);
    await this.page.getByLabel('Image id').fill(imageId);
    await this.button('Upload').click();
  }

  /** Waits until so many percent are sent. */
  async sent(percent) {
    await this.page.waitForFunction((least) => Number(document.getElementById('percent').textContent) >= least, percent);
  }

  /** Keeps the calls of a function waiting until they are released. */
  async holdCalls(name) {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await this.page.route(`**/${name}`, async (route) => {
      await released;
      await route.continue();
    });
    return { release };
  }

  async stored() {
    await this.heading('The image is stored').waitFor();
  }

  /** Waits for a sentence anywhere on the page. */
  async reads(text) {
    await this.page.getByText(text).first().waitFor();
  }

  async leave() {
    await this.context?.close();
  }

  assertContent() {
    assert.deepEqual(this.#complaints, [], 'what the browser complained about');
  }
}
