import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

/** What each key of a language may look like on the page: its text, anything where a value is put in. */
export type Words = ReadonlyMap<string, RegExp>;

type Tree = { readonly [key: string]: string | Tree };

export function readWords(language: 'vi' | 'en'): Words {
  const file = new URL(`../../../dashboards/src/shared/i18n/${language}.json`, import.meta.url);
  return new Map(patterns(JSON.parse(readFileSync(file, 'utf8')) as Tree, ''));
}

function patterns(tree: Tree, prefix: string): [string, RegExp][] {
  return Object.entries(tree).flatMap(([key, value]): [string, RegExp][] => {
    if (typeof value !== 'string') return patterns(value, `${prefix}${key}.`);
    const source = value.split(/\{\{\w+\}\}/).map(escape);
    return [[`${prefix}${key}`, new RegExp(`^${source.join('.+')}$`)]];
  });
}

/** A pattern that is this very text. */
export function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The keys whose words a text may be, whichever key of the keyboard is named behind them. */
export function saidBy(text: string, words: Words): string[] {
  const said = text.replace(/ \((\?|Esc)\)$/, '');
  return [...words].filter(([, pattern]) => pattern.test(said)).map(([key]) => key);
}

/** The texts that are neither words of the language nor data: raw keys, words left in the other language. */
export function unexplained(texts: readonly string[], words: Words, data: readonly RegExp[]): string[] {
  return texts.filter(
    (text) => saidBy(text, words).length === 0 && !data.some((pattern) => pattern.test(text)),
  );
}

/** Every string a viewer can read, hover or have read out, each once. */
export function visibleStrings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const strings = new Set<string>();
    const add = (text: string | null) => {
      const trimmed = text?.replace(/\s+/g, ' ').trim();
      if (trimmed !== undefined && trimmed !== '') strings.add(trimmed);
    };
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility() || element.closest('script, style') !== null) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) add(element.getAttribute(name));
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) add(node.textContent);
    }
    add(document.title);
    return [...strings];
  });
}
