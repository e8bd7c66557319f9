import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Makes the page, in a directory of its own that any web host can serve.
 *
 * @param {{functions: string, storage: string[]}} config where the functions are, and the origins of the presigned URLs
 */
export async function build(config, directory) {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await bundle({
    entryPoints: ['page.js', 'md5.js', 'style.css'].map((name) => here(`src/${name}`)),
    outdir: directory,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome116', 'firefox124', 'safari17.4'],
    logLevel: 'warning',
  });
  await cp(here('src/glint.svg'), `${directory}/glint.svg`);
  const page = await readFile(here('src/index.html'), 'utf8');
  await writeFile(`${directory}/index.html`, page.replace('%POLICY%', policy(config)));
  await writeFile(`${directory}/config.json`, JSON.stringify({ functions: config.functions }));
}

/** The content security policy of the page: nothing but its own files, and the hosts that it has to talk to. */
export function policy({ functions, storage }) {
  const elsewhere = URL.canParse(functions) ? [new URL(functions).origin] : [];
  return [
    "default-src 'none'",
    // WebAssembly computes the checksum; scripts in strings remain forbidden.
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ["connect-src 'self'", ...elsewhere, ...storage].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** What only a header can say besides: nobody may frame the page. */
export function header(config) {
  return `${policy(config)}; frame-ancestors 'none'`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const config = JSON.parse(await readFile(here('config.json'), 'utf8'));
  await build(config, here('dist'));
  console.log(`The page is in dist. A host that can set headers should send\n\nContent-Security-Policy: ${header(config)}`);
}
