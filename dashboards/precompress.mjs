import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What pages load as text. Fonts are compressed already, and source maps are for whoever debugs. */
const TEXT = /\.(js|mjs|css|html|json|svg)$/;
/** Bytes; less is one packet either way. */
const WORTH_IT = 1_400;
/** One step under the best, which takes five times as long for 3 % less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const GZIP = { level: constants.Z_BEST_COMPRESSION };

/**
 * Puts a brotli and a gzip form beside each file of a build, so that the server sends them as they are.
 * @returns {import('vite').Plugin}
 */
export function precompressPlugin() {
  return {
    name: 'haidang-precompress',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.keys(bundle).filter((file) => TEXT.test(file));
      await Promise.all(files.map((file) => precompress(path.join(dir, file))));
    },
  };
}

/** @param {string} file */
async function precompress(file) {
  const text = await readFile(file);
  if (text.length < WORTH_IT) return;
  const forms = await Promise.all([promisify(brotliCompress)(text, BROTLI), promisify(gzip)(text, GZIP)]);
  await Promise.all(forms.map((form, i) => writeFile(`${file}${['.br', '.gz'][i]}`, form)));
}
