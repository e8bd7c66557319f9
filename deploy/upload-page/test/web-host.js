import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };

/** A web host for a directory, on a free port; `header` is its content security policy. */
export class WebHost {
  header = '';
  #server;

  constructor(directory) {
    this.#server = http.createServer(async (request, response) => {
      const path = request.url === '/' ? '/index.html' : request.url;
      try {
        const body = await readFile(directory + path);
        response.writeHead(200, { 'Content-Type': TYPES[extname(path)], 'Content-Security-Policy': this.header }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.close();
  }
}
