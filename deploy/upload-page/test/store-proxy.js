import http from 'node:http';
import { Transform } from 'node:stream';

/** Between the browser and S3: tells what was asked, and breaks what a test wants broken. */
export class StoreProxy {
  /** All requests so far: `method`, `url`, `headers`. */
  requests = [];
  #target;
  #agent = new http.Agent({ keepAlive: true });
  #server = http.createServer((request, response) => this.#serve(request, response));
  #sockets = new Set();
  #held = [];
  #room = Infinity;
  #broken = false;
  #twist;

  constructor() {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      if (this.#broken) {
        socket.destroy();
      }
    });
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.host = `127.0.0.1:${this.#server.address().port}`;
    this.origin = `http://${this.host}`;
  }

  /** Where S3 really is. */
  set target(url) {
    this.#target = new URL(url);
  }

  /** Lets this many requests with a body through; the next ones wait until they are released. */
  hold(count) {
    this.#room = count;
  }

  release() {
    this.#room = Infinity;
    this.#held.splice(0).forEach((go) => go());
  }

  /** Breaks all connections, and every new one, until mended. */
  cut() {
    this.#broken = true;
    this.#held = [];
    this.#sockets.forEach((socket) => socket.destroy());
  }

  mend() {
    this.#broken = false;
    this.release();
  }

  /** Forgets what the last test wanted of it, and lets go of its connections. */
  reset() {
    this.cut();
    this.mend();
    this.#twist = undefined;
    this.requests = [];
  }

  /** Has the next request with a body answered by this, or its bytes changed by it: `(request, response) => stream | undefined`. */
  twistNext(twist) {
    this.#twist = twist;
  }

  /** Has S3 do what the next request with a body says, and its answer get lost. */
  loseNextReply() {
    this.twistNext((request, response) => {
      response.writeHead = () => response.destroy();
      return request;
    });
  }

  /** Has the next request with a body refused, as a URL that has ended unless told otherwise; a page of this origin may see how. */
  refuseNext(origin, status = 403) {
    this.twistNext((request, response) => {
      response.writeHead(status, { 'Access-Control-Allow-Origin': origin, 'Content-Type': 'application/xml' });
      response.end('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
    });
  }

  /** Resolves when a request waits to be released. */
  async someHeld() {
    while (this.#held.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  puts() {
    return this.requests.filter(({ method }) => method === 'PUT');
  }

  preflights() {
    return this.requests.filter(({ method }) => method === 'OPTIONS');
  }

  #serve(request, response) {
    const { method, url, headers } = request;
    this.requests.push({ method, url, headers });
    const forward = () => this.#forward(request, response);
    if (method === 'PUT' && this.#room-- <= 0) {
      this.#held.push(forward);
    } else {
      forward();
    }
  }

  #forward(request, response) {
    let body = request;
    if (request.method === 'PUT' && this.#twist) {
      body = this.#twist(request, response);
      this.#twist = undefined;
    }
    if (!body) {
      return;
    }
    const { method, url: path, headers } = request;
    const options = { host: this.#target.hostname, port: this.#target.port, method, path, headers, agent: this.#agent };
    const onward = http.request(options, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => response.writableFinished || onward.destroy());
    body.pipe(onward);
  }

  close() {
    this.#server.close();
    this.#agent.destroy();
    this.#sockets.forEach((socket) => socket.destroy());
  }
}

/** For {@link StoreProxy#twistNext}: what arrives at S3 is not what was sent. */
export function flipOneByte(request) {
  let first = true;
  return request.pipe(
    new Transform({
      transform(chunk, _, done) {
        if (first) {
          chunk[0] ^= 1;
          first = false;
        }
        done(null, chunk);
      },
    }),
  );
}
