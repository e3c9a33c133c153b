import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';

const here = (file) => new URL(file, import.meta.url);
const ICON = here('../public/icon.svg');
/** What a gatehouse never opens: maps, their data, and who debugs. */
const LEFT_OUT = /\.(map|woff)$|^basemap\/|maplibre|mapbox|names\.\w+\.json/;
/** Pixels; `maskable`: the sign stands in the inner circle of four fifths, for a launcher cuts the rest (W3C Web App Manifest, icon masks). */
const ICONS = [
  { size: 192, purpose: 'any' },
  { size: 512, purpose: 'any' },
  { size: 512, purpose: 'maskable' },
];
const GROUND = '#15181c';

/**
 * Makes the gatehouse installable: its icons out of the one drawing, its manifest, and its service worker with the list of what to keep.
 * @returns {import('vite').Plugin}
 */
export function serviceWorkerPlugin() {
  return {
    name: 'haidang-service-worker',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const svg = await readFile(ICON, 'utf8');
      const icons = ICONS.map(({ size, purpose }) => {
        const fileName = `icons/${purpose}-${size}.png`;
        this.emitFile({ type: 'asset', fileName, source: drawn(svg, size, purpose) });
        return { src: `/${fileName}`, sizes: `${size}x${size}`, type: 'image/png', purpose };
      });
      const manifest = JSON.stringify(manifestOf(icons));
      this.emitFile({ type: 'asset', fileName: 'gatehouse.webmanifest', source: manifest });
      const files = [
        '/index.html',
        '/icon.svg',
        '/gatehouse.webmanifest',
        ...icons.map(({ src }) => src),
        ...Object.keys(bundle)
          .filter((file) => file.startsWith('assets/') && !LEFT_OUT.test(file))
          .map((file) => `/${file}`),
      ].sort();
      const worker = await readFile(here('sw.js'), 'utf8');
      // names under assets/ carry a hash of their content; the page has none itself
      const page = String(bundle['index.html']?.source ?? '');
      const version = createHash('sha256')
        .update([JSON.stringify(files), page, worker, manifest].join())
        .digest('hex')
        .slice(0, 12);
      const source = `const VERSION = '${version}';\nconst FILES = ${JSON.stringify(files)};\n${worker}`;
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}

function drawn(svg, size, purpose) {
  const inner = purpose === 'maskable' ? size * 0.72 : size;
  const edge = (size - inner) / 2;
  const ground = purpose === 'maskable' ? `<rect width="${size}" height="${size}" fill="${GROUND}"/>` : '';
  const sign = svg.replace('<svg ', `<svg x="${edge}" y="${edge}" width="${inner}" height="${inner}" `);
  const framed = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${ground}${sign}</svg>`;
  return new Resvg(framed).render().asPng();
}

function manifestOf(icons) {
  return {
    id: '/gatehouse',
    name: 'Hải Đăng: nhà gác cổng',
    short_name: 'Nhà gác cổng',
    description: 'Container nào được qua cổng giám sát, kể cả khi mất mạng',
    lang: 'vi',
    start_url: '/gatehouse',
    scope: '/gatehouse',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: GROUND,
    icons,
  };
}
