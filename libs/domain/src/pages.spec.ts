import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALARM_ENDINGS, ALARM_KINDS } from './alarm.js';
import { DEFAULT_RULES } from './rules.js';

const page = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/alarms.md', () => {
  it('explains every alarm and ending', () => {
    for (const word of [...ALARM_KINDS, ...ALARM_ENDINGS]) expect(page('alarms.md')).toContain(`\`${word}\``);
  });

  it('names every number of the rules', () => {
    for (const name of Object.keys(DEFAULT_RULES)) expect(page('alarms.md')).toContain(`\`${name}\``);
  });
});

describe('docs/glossary.md', () => {
  it('has a row for every alarm', () => {
    for (const kind of ALARM_KINDS) expect(page('glossary.md')).toMatch(new RegExp(`^\\|.*\`${kind}\``, 'm'));
  });
});
