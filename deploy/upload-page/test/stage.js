import { after, afterEach, before } from 'node:test';
import { launch, Visitor } from './browser.js';
import { World } from './world.js';

/** What the tests of one file share: a world and a browser, and for each test a visitor who leaves nothing broken. */
export const stage = {
  async arrive(options) {
    this.visitor = await Visitor.arrive(this.browser, this.world.page, options);
    return this.visitor;
  },
};

before(async () => {
  [stage.world, stage.browser] = await Promise.all([World.start(), launch()]);
});

afterEach(async () => {
  stage.world.store.mend();
  await stage.visitor.leave();
});

after(async () => {
  await stage.browser?.close();
  stage.world?.close();
});
