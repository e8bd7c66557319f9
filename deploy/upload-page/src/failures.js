/** What a function answered instead of doing what it was asked. */
export class Problem extends Error {
  /** The last part of `urn:glint:...`, or "unknown". */
  type;
  /** The HTTP status. */
  status;
  /** Milliseconds after which it is worth another try, if the server said so. */
  after;

  constructor(type, status, sentence, after = 0) {
    super(sentence);
    this.type = type;
    this.status = status;
    this.after = after;
  }

  /** @param retryAfter the header, in seconds if there is one */
  static of(status, body, retryAfter) {
    const after = Number(retryAfter) * 1000 || 0;
    const sentence = `The server answered with HTTP ${status}.`;
    try {
      const { type = 'unknown', detail, title = sentence } = JSON.parse(body);
      return new Problem(String(type).replace(/^urn:glint:/, ''), status, detail ?? title, after);
    } catch {
      return new Problem('unknown', status, sentence, after);
    }
  }

  /** Whether the same call may do better a little later. */
  get passing() {
    return this.status === 429 || this.status >= 502;
  }
}

/** No answer, or none that makes sense. */
export class Unreachable extends Error {
  passing = true;

  /** A browser does not tell a dead host from one that has no CORS for this page. */
  static host(what, { host }, cause) {
    return new Unreachable(`The ${what} at ${host} cannot be reached, or may not be used from this page (CORS).`, { cause });
  }
}

/** S3 refused bytes. */
export class Refused extends Error {
  status;

  constructor(status, body = '') {
    const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1];
    super(`The store refused the upload (HTTP ${status}${code ? `, ${code}` : ''}).`);
    this.status = status;
  }

  get passing() {
    return this.status === 429 || this.status >= 500;
  }
}

/** The file on this device is not what it was. */
export class Unreadable extends Error {
  constructor(options) {
    super('The file cannot be read any more. It may have been moved or changed, or it is a folder.', options);
  }
}

/** Whether what was sent so far is of no more use: no attempt with it can succeed. */
export function isFinal(failure) {
  return failure instanceof Problem
    ? ['duplicate', 'content-mismatch', 'unsafe-image', 'not-found', 'invalid-request', 'part-size'].includes(failure.type)
    : failure instanceof Refused && failure.status === 404;
}
