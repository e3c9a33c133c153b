import type { PassageView } from '@haidang/contract';
import { MINUTE, SECOND } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { clockAndDay, secondAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';

/** When it was, and how long ago. */
export function Age({ time }: { time: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(10 * SECOND);
  const age = Math.max(0, now - Date.parse(time));
  return (
    <span>
      <time dateTime={time}>{secondAndDay(time, now, language)}</time>
      {' · '}
      {age < MINUTE ? t('ago.now') : t('gatehouse.ago', { span: spanInWords(age, t) })}
    </span>
  );
}

/** Who let it through or held it, when, and why. */
export function OverrideLine({ passage: { override } }: { passage: PassageView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  if (override === undefined) return null;
  const { verdict, by: name, at, reason } = override;
  const time = clockAndDay(at, store.clock.now(), language);
  return <p data-testid="override">{t(`overridden.${verdict}`, { name, time, reason })}</p>;
}
