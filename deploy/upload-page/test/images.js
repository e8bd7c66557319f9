import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { WORK } from './world.js';

const MIB = 1024 * 1024;

/** A file of so many MiB, whose bytes differ everywhere; with its digests. */
export function image(name, mebibytes) {
  const path = join(WORK, name);
  const file = openSync(path, 'w');
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  for (let block = 0; block < mebibytes; block++) {
    const bytes = createHash('shake256', { outputLength: MIB }).update(`${name} ${block}`).digest();
    writeSync(file, bytes);
    [md5, sha256, sha512].forEach((digest) => digest.update(bytes));
  }
  closeSync(file);
  return { name, path, size: mebibytes * MIB, md5: md5.digest('hex'), sha256: sha256.digest('hex'), sha512: sha512.digest('hex') };
}
