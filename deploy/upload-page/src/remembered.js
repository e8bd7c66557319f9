/**
 * Uploads under way, kept over a reload. Each is a record: `imageId`, `name`, `size`, `lastModified` (of the file), `key` (which
 * makes add repeatable); in parts also `uploadId`, `partSize` and `finished` (part numbers); `complete` once S3 has all.
 */
const PREFIX = 'glint-upload:';
/** Milliseconds after which an upload counts as one of another tab; a page that was just left needs some of them. */
const PATIENCE = 500;

export function begin(file, imageId) {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { key, imageId, name: file.name, size: file.size, lastModified: file.lastModified, finished: [] };
}

/** A page without storage works too; it only cannot resume after a reload. */
export function remember(record) {
  try {
    localStorage.setItem(PREFIX + record.key, JSON.stringify(record));
  } catch {}
}

export function forget(record) {
  try {
    localStorage.removeItem(PREFIX + record.key);
  } catch {}
}

/** Those that no tab works on. */
export async function unfinished() {
  const records = [];
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const record = JSON.parse(localStorage.getItem(key));
      if (await isFree(record)) {
        records.push(record);
      }
    }
  } catch {}
  return records;
}

/** Keeps other tabs off an upload for as long as the work lasts. */
export function whileHeld(record, work) {
  return navigator.locks ? navigator.locks.request(PREFIX + record.key, work) : work();
}

async function isFree(record) {
  // Without https there are no locks.
  const free = navigator.locks?.request(PREFIX + record.key, { signal: AbortSignal.timeout(PATIENCE) }, () => true);
  return free?.catch(() => false) ?? true;
}

export function isOf(record, file) {
  return record.name === file.name && record.size === file.size && record.lastModified === file.lastModified;
}

/** How many bytes S3 has. */
export function sentBytes({ size, partSize, finished, complete }) {
  const bytes = finished.reduce((sum, number) => sum + Math.min(partSize, size - (number - 1) * partSize), 0);
  return complete ? size : bytes;
}
