import { describe, expect, it } from 'vitest';
import { Spellings } from './spellings.js';

const LAN = new Spellings(['Nguyễn Thị Lan', 'lan.nt']);

describe('a name in a text', () => {
  it.each([
    ['gọi Nguyễn Thị Lan lúc 9 giờ', 'gọi [x] lúc 9 giờ'],
    ['NGUYỄN THỊ  LAN, nguyễn thị lan', '[x], [x]'],
    ['Nguyễn Thị Lan'.normalize('NFD'), '[x]'],
    ['hỏi (lan.nt) hay lan.nt?', 'hỏi ([x]) hay [x]?'],
  ])('%s', (text, redacted) => {
    expect(LAN.redact(text, '[x]')).toBe(redacted);
  });

  it.each(['Nguyễn Thị Lang', 'Thị Lan', 'lanxnt', 'xlan.nt', ''])('is not in %j', (text) => {
    expect(LAN.redact(text, '[x]')).toBeUndefined();
    expect(LAN.mentions(text)).toEqual([]);
  });

  it('is found in every text of a value, and its keys are left', () => {
    const value = { 'lan.nt': 1, notes: [{ text: 'của lan.nt' }, { text: 'khác' }], by: null };
    expect(LAN.redact(value, '[x]')).toEqual({
      ...{ 'lan.nt': 1, by: null },
      notes: [{ text: 'của [x]' }, { text: 'khác' }],
    });
    expect(LAN.mentions(value)).toEqual(['của lan.nt']);
  });

  it('is left where it says who did something', () => {
    expect(LAN.redact({ by: 'lan.nt', text: 'x' }, '[x]')).toBeUndefined();
    expect(LAN.mentions([{ by: 'lan.nt', text: 'lan.nt?' }])).toEqual(['lan.nt?']);
  });

  it('may hold what a pattern would mean otherwise', () => {
    expect(new Spellings(['A-1. (B) $1 [C]']).redact('von a-1. (b) $1 [c]!', '$&')).toBe('von $&!');
  });
});
