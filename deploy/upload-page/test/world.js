import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, header } from '../build.js';
import { StoreProxy } from './store-proxy.js';
import { WebHost } from './web-host.js';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
/** Where the tests of one file put what they make; gone with them. */
export const WORK = fileURLToPath(new URL(`.work/${process.pid}`, import.meta.url));
mkdirSync(WORK, { recursive: true });
process.on('exit', () => rmSync(WORK, { recursive: true }));

/** The page at a web host, the packaged application and an S3 server, each at an origin of its own. */
export class World {
  store = new StoreProxy();
  #page = join(WORK, 'page');
  #host = new WebHost(this.#page);
  #java;

  /** @param {boolean} tokens whether the functions demand tokens */
  static async start(tokens) {
    const world = new World();
    await world.store.start();
    await world.#host.start();
    const { functions, store, inventory } = await world.#startJava(tokens);
    world.store.target = store;
    world.functions = functions;
    world.inventoryUrl = inventory;
    const config = { functions: `${world.functions}/`, storage: [world.store.origin] };
    world.#host.header = header(config);
    await build(config, world.#page);
    return world;
  }

  get page() {
    return `${this.#host.origin}/`;
  }

  async #startJava(tokens) {
    const classPath = [join('target', 'test-classes'), dependencies()].join(delimiter);
    const options = ['-Djava.util.logging.manager=org.jboss.logmanager.LogManager', '-cp', classPath];
    const main = ['dev.glint.testing.UploadPageWorld', this.#host.origin, this.store.host, ...(tokens ? ['tokens'] : [])];
    this.#java = spawn('java', [...options, ...main], {
      cwd: PROJECT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(this.#java.stdout)) {
      if (line.startsWith('{')) {
        return JSON.parse(line);
      }
    }
    throw new Error('The application does not start. Has ./mvnw verify packaged it?');
  }

  /** What is in the bucket: the ids of `objects` and of unfinished `uploads`. */
  async inventory() {
    return (await fetch(this.inventoryUrl)).json();
  }

  /** The SHA-256 of the bytes that S3 has of an image. */
  async digest(imageId) {
    const { sha256 } = await (await fetch(`${this.inventoryUrl}/${imageId}`)).json();
    return sha256;
  }

  /** A token with these claims, in place of those of one that is valid for an hour. */
  async token(claims) {
    return (await fetch(`${this.inventoryUrl}/tokens/`, { method: 'POST', body: JSON.stringify(claims) })).text();
  }

  /** Calls a function as the page does not: from outside of the browser. */
  async call(name, request) {
    const response = await fetch(`${this.functions}/${name}`, { method: 'POST', body: JSON.stringify(request) });
    return response.json();
  }

  close() {
    this.#java.stdin.end();
    this.#java.stdout.destroy();
    this.#host.close();
    this.store.close();
  }
}

/** What Maven says the tests need, asked for once as long as the project stays as it is. */
function dependencies() {
  const file = join(PROJECT, 'target', 'upload-page.classpath');
  const changed = statSync(join(PROJECT, 'pom.xml')).mtimeMs;
  if (!(statSync(file, { throwIfNoEntry: false })?.mtimeMs > changed)) {
    const goal = 'dependency:build-classpath';
    const options = ['-Dmdep.includeScope=test', `-Dmdep.outputFile=${file}`];
    execFileSync('./mvnw', ['-q', '-B', '-ntp', goal, ...options], { cwd: PROJECT, stdio: 'inherit' });
  }
  return readFileSync(file, 'utf8').trim();
}
