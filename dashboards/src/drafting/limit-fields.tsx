import { TextInput } from '@mantine/core';
import { DEFAULT_RULES } from '@haidang/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../shared/services.js';
import type { Draft, RouteDraft } from './draft.js';
import classes from './drafting.module.css';
import { isTaken, limitOf, LIMITS, limitText, MEASURES, withLimit, type Limit } from './limits.js';

interface LimitFieldsProps {
  draft: RouteDraft;
  onChange(draft: Draft, field?: string): void;
}

/** A route's own limits; an empty field leaves the platform's, which stands beside it. */
export function LimitFields({ draft, onChange }: LimitFieldsProps) {
  const { t } = useTranslation();
  const count = Object.keys(draft.rules ?? {}).length;
  return (
    <details className={classes['limits']} data-testid="draft-limits">
      <summary>{t('draft.limits', { count })}</summary>
      <p className={classes['hint']}>{t('draft.limitsHint')}</p>
      {LIMITS.map((limit) => (
        <LimitField
          key={limit}
          limit={limit}
          value={draft.rules?.[limit]}
          onChange={(value) =>
            onChange({ ...draft, rules: withLimit(draft.rules, limit, value) }, `limit ${limit}`)
          }
        />
      ))}
    </details>
  );
}

interface LimitFieldProps {
  limit: Limit;
  value: number | undefined;
  onChange(value: number | undefined): void;
}

function LimitField({ limit, value, onChange }: LimitFieldProps) {
  const { t } = useTranslation();
  const words = useLimitWords();
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const isTyped = typed !== undefined && Object.is(limitOf(limit, typed), value);
  return (
    <TextInput
      label={t(`limit.${limit}`)}
      description={t('draft.limitIs', {
        unit: t(`limitUnit.${MEASURES[limit].unit}`),
        usual: words(limit, DEFAULT_RULES[limit]),
      })}
      inputMode="decimal"
      // what is typed stays as it is typed, until it is changed from elsewhere
      value={isTyped ? typed : value === undefined ? '' : words(limit, value)}
      error={value !== undefined && !isTaken(limit, value) && t('draft.limitWrong')}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text);
        onChange(limitOf(limit, text));
      }}
      data-testid={`limit-${limit}`}
    />
  );
}

/** A limit's number as it is written. */
export function useLimitWords(): (limit: Limit, value: number) => string {
  const decimal = useLanguage() === 'vi' ? ',' : '.';
  return (limit, value) => limitText(limit, value, decimal);
}
