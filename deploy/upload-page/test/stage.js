import { after, afterEach, before } from 'node:test';
import { launch, Visitor } from './browser.js';
import { World } from './world.js';

/** Whether the functions demand tokens: those who import `stage.js?tokens` want that. */
const TOKENS = new URL(import.meta.url).search === '?tokens';

/** What the tests of one file share: a world and a browser. Each test has visitors of its own, who leave nothing broken. */
export const stage = {
  visitors: [],

  async arrive(options) {
    const visitor = new Visitor();
    this.visitors.push(visitor);
    await visitor.arrive(this.browser, this.world.page, options);
    return visitor;
  },
};

before(async () => {
  [stage.world, stage.browser] = await Promise.all([World.start(TOKENS), launch()]);
});

afterEach(async () => {
  const visitors = stage.visitors.splice(0);
  try {
    await Promise.all(visitors.map((visitor) => visitor.leave()));
  } finally {
    stage.world.store.reset();
  }
  visitors.forEach((visitor) => visitor.assertContent());
});

after(async () => {
  await stage.browser?.close();
  stage.world?.close();
});
