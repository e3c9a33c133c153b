import type { YardLineView, YardSummaryView } from '@haidang/contract';
import { STAY_STATES } from '@haidang/domain';
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../../shared/format/ago.js';
import { whole } from '../../shared/format/number.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { PlaceField } from '../place-field.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { oddIn, SHOWN, yardQuery } from './api.js';
import { YardItem } from './yard-item.js';

const SHOWS = ['all', 'overdue'] as const;
/** What does not stand any more is no state of what stands. */
const STATES = STAY_STATES.filter((state) => state !== 'withdrawn');

/** What stands where, since when and as what, the longest first. */
export function YardPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state } = useServices();
  const { item, show, kind, place, find = '' } = useSignal(state.sieve);
  const [typed] = useDebouncedValue(find, 250);
  const sieve = { place, state: kind, isOverdue: show === 'overdue', find: typed };
  const { data, error, refetch } = useQuery(yardQuery(sieve));
  useLive(['passage', 'case'], 'yard container');
  const chosen = data?.lines.find((line) => idOf(line) === item);
  return (
    <Desk
      title={t('office.yard')}
      answer={useAnswer(data?.summary)}
      items={data?.lines}
      error={error}
      onRetry={() => void refetch()}
      idOf={idOf}
      empty={t('yard.none')}
      row={(line) => <Row line={line} />}
      sieves={(field) => (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('office.show')}
            value={show === 'overdue' ? 'overdue' : 'all'}
            onChange={(value) => state.setSieve({ show: value === 'all' ? undefined : value })}
            data={SHOWS.map((value) => ({ value, label: t(`yardShow.${value}`) }))}
            data-testid="show"
          />
          <PlaceField />
          <NativeSelect
            aria-label={t('yard.state')}
            value={kind ?? ''}
            data={[
              { value: '', label: t('yard.everyState') },
              ...STATES.map((value) => ({ value, label: word(t, 'stayState', value) })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              state.setSieve({ kind: value === '' ? undefined : value })
            }
          />
          <FindField input={field} label={t('yard.find')} />
          {data !== undefined && data.summary.total > SHOWN && (
            <p className={classes['cut']}>
              {t('yard.cut', { shown: SHOWN, total: whole(data.summary.total, language) })}
            </p>
          )}
        </>
      )}
    >
      {item !== undefined && <YardItem key={item} id={item} line={chosen} />}
    </Desk>
  );
}

/** A container may stand at two places, by what is reported. */
function idOf({ container, facilityId }: YardLineView): string {
  return `${container}@${facilityId}`;
}

function Row({ line }: { line: YardLineView }) {
  const { t } = useTranslation();
  const { container, facilityId, dwell, state, purpose, overdue } = line;
  const odd = oddIn(line);
  const names = useNames();
  return (
    <>
      <span>
        <ContainerNumber number={container} />
        <Chip waits={overdue}>{spanInWords(dwell, t)}</Chip>
      </span>
      <span>
        {names.place(facilityId)} · {word(t, 'stayState', state)}
        {purpose !== undefined && <> · {word(t, 'purpose', purpose)}</>}
      </span>
      {odd.length > 0 && <small>{odd.map((flag) => t(`yardFlag.${flag}`)).join(' · ')}</small>}
    </>
  );
}

function useAnswer(summary: YardSummaryView | undefined): string | undefined {
  const { t } = useTranslation();
  const language = useLanguage();
  if (summary === undefined) return undefined;
  const { total, overdue, dwell } = summary;
  if (dwell === undefined) return t('yard.none');
  const values = { total: whole(total, language), median: spanInWords(dwell.median, t) };
  return overdue === 0
    ? t('yardNeed.fine', values)
    : t('yardNeed.overdue', { ...values, overdue: whole(overdue, language) });
}
