import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { KEPT } from '../e2e/screenshots/kept.mjs';
import { VIEWS } from '../e2e/screenshots/views.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = (language: string) => path.join(root, 'docs/guide', language);
const pagesOf = (language: string) => readdirSync(guide(language)).toSorted();

/** What a reader of Markdown would follow from a file: the targets that are files of ours, from the root. */
function targetsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => path.join(path.dirname(file), target));
}

/** The README and every page of the documents. */
const DOCUMENTS = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
];
const PICTURES = readdirSync(path.join(root, 'docs/screenshots'));

it('the guide has the same pages and headings in both languages', () => {
  expect(pagesOf('vi')).toEqual(pagesOf('en'));
  const levels = (language: string, page: string) =>
    readFileSync(path.join(guide(language), page), 'utf8').match(/^#+(?= )/gm);
  for (const page of pagesOf('vi')) expect(levels('vi', page), page).toEqual(levels('en', page));
});

it('the README leads to the guide, and each of its pages to the others', () => {
  for (const language of ['vi', 'en']) {
    expect(targetsOf('README.md')).toContain(`docs/guide/${language}/README.md`);
    const from = targetsOf(`docs/guide/${language}/README.md`);
    const others = pagesOf(language).filter((page) => page !== 'README.md');
    expect(others.filter((page) => !from.includes(`docs/guide/${language}/${page}`))).toEqual([]);
    for (const page of others)
      expect(targetsOf(`docs/guide/${language}/${page}`), page).toContain(`docs/guide/${language}/README.md`);
  }
});

it('what the guide links to exists', () => {
  const pages = DOCUMENTS.filter((file) => file.startsWith('docs/guide/'));
  const gone = pages.flatMap((file) =>
    targetsOf(file).filter((target) => !existsSync(path.join(root, target))),
  );
  expect(gone).toEqual([]);
});

it('every picture of the documents exists, and every picture is shown', () => {
  const shown = DOCUMENTS.flatMap(targetsOf)
    .filter((target) => target.startsWith('docs/screenshots/'))
    .map((target) => path.basename(target));
  expect([...new Set(shown)].toSorted()).toEqual(PICTURES.toSorted());
});

it('npm run screenshots takes each of them, of a view that there is', () => {
  const taken = KEPT.map(({ view, size, language }) => `${view}-${size}-${language}.png`);
  expect(taken.toSorted()).toEqual(PICTURES.toSorted());
  expect(KEPT.filter(({ view }) => VIEWS[view] === undefined)).toEqual([]);
});
