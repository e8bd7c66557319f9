import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const COMMAND = ['quarkus:dev', '-Dquarkus.http.port=0', '-Ddebug=false', '-Dquarkus.console.enabled=false'];

/** The functions as a developer runs them, on an S3 server of their own. */
export class DevMode {
  #maven;

  /** Starts it, and answers when it listens. */
  async start() {
    // In a process group of its own, so that Maven and the application can be ended together.
    this.#maven = spawn('./mvnw', COMMAND, { cwd: PROJECT, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    this.origin = await new Promise((resolve, reject) => {
      const lines = [];
      createInterface(this.#maven.stdout)
        .on('line', (line) => {
          lines.push(line);
          const [, origin] = /Listening on: (http:\S+)/.exec(line) ?? [];
          if (origin) {
            resolve(origin);
          }
        })
        .on('close', () => reject(new Error(`Dev mode does not start:\n${lines.slice(-40).join('\n')}`)));
    });
  }

  async close() {
    if (this.#maven?.exitCode === null) {
      const ended = once(this.#maven, 'exit');
      process.kill(-this.#maven.pid);
      await ended;
    }
  }
}
