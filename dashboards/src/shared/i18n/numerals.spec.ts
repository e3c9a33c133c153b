import i18next from 'i18next';
import { expect, test } from 'vitest';
import { NUMERALS } from './index.js';

test('numbers in a text are written as its language does; other values stay', async () => {
  const texts = { translation: { of: '{{count}} of {{id}}, {{rate}}' } };
  const t = await i18next
    .createInstance()
    .use(NUMERALS)
    .init({
      ...{ lng: 'vi', resources: { vi: texts, en: texts } },
      interpolation: { escapeValue: false, alwaysFormat: true },
    });
  const values = { count: 100_000, id: '100000', rate: 12.5 };
  expect(t('of', values)).toBe('100.000 of 100000, 12,5');
  expect(t('of', { ...values, lng: 'en' })).toBe('100,000 of 100000, 12.5');
});
