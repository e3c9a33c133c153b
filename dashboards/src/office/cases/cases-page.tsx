import type { CaseView } from '@haidang/contract';
import { CASE_KINDS, CUSTOMS, isContainerNumber, MINUTE } from '@haidang/domain';
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { word } from '../../shared/i18n/index.js';
import { useServerNow, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { PlaceField } from '../place-field.js';
import { ReasonDialog } from '../reason-dialog.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { agoInWords } from '../words.js';
import { casesOfQuery, casesQuery } from './api.js';
import { CaseItem } from './case-item.js';
import { NewCaseDialog } from './new-case-dialog.js';
import { sieved, SHOWS, type Show } from './sieve.js';
import classes from '../office.module.css';
import { useCaseDesk } from './use-case-desk.js';

/** What does not agree: who looks into it, what is decided, and what came of it. */
export function CasesPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const sieve = useSignal(state.sieve);
  const mayOpen = useIsOneOf([...CUSTOMS, 'port_operator']);
  const [isOpening, setOpening] = useState(false);
  const { data, error: listError, refetch } = useQuery(casesQuery);
  const find = sieve.find ?? '';
  const ofContainer = useQuery({ ...casesOfQuery(find), enabled: isContainerNumber(find) });
  const older = ofContainer.data ?? [];
  useLive(['case'], 'cases case doubt');
  const show: Show = SHOWS.find((one) => one === sieve.show) ?? 'open';
  const all = data && [...new Map([...older, ...data].map((one) => [one.id, one])).values()];
  const { kind, place, item } = sieve;
  const items = all && sieved(all, { show, kind, place, find, chosen: item });
  const desk = useCaseDesk(item);
  return (
    <>
      <Desk
        title={t('office.cases')}
        answer={useAnswer(data)}
        items={items}
        error={listError ?? ofContainer.error}
        onRetry={() => {
          if (listError !== null) void refetch();
          if (ofContainer.error !== null) void ofContainer.refetch();
        }}
        idOf={(one) => one.id}
        empty={t(`casesNone.${show}`)}
        row={(one) => <Row one={one} />}
        keys={desk.keys}
        sieves={(field) => (
          <>
            <div className={classes['line']}>
              <SegmentedControl
                aria-label={t('office.show')}
                value={show}
                onChange={(value) => state.setSieve({ show: value === 'open' ? undefined : value })}
                data={SHOWS.map((value) => ({ value, label: t(`casesShow.${value}`) }))}
                data-testid="show"
              />
              {mayOpen && (
                <Button variant="default" onClick={() => setOpening(true)} data-testid="new-case">
                  {t('caseDo.open')}
                </Button>
              )}
            </div>
            <NativeSelect
              aria-label={t('caseField.kind')}
              value={kind ?? ''}
              data={[
                { value: '', label: t('caseField.everyKind') },
                ...CASE_KINDS.map((value) => ({ value, label: word(t, 'caseKind', value) })),
              ]}
              onChange={({ currentTarget: { value } }) =>
                state.setSieve({ kind: value === '' ? undefined : value })
              }
            />
            <PlaceField />
            <FindField input={field} label={t('office.findCase')} />
          </>
        )}
      >
        {item !== undefined && <CaseItem key={item} id={item} desk={desk} />}
      </Desk>
      <ReasonDialog act={desk.act} onClose={desk.leave} />
      <NewCaseDialog opened={isOpening} onClose={() => setOpening(false)} />
    </>
  );
}

function Row({ one }: { one: CaseView }) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useServerNow(MINUTE);
  const { number, kind, state, container, facilityId, openedAt, assignee, segregated } = one;
  return (
    <>
      <span>
        <b>{word(t, 'caseKind', kind)}</b>
        <Chip waits={state === 'open'}>{word(t, 'caseState', state)}</Chip>
      </span>
      <span>
        {container !== undefined && (
          <>
            <ContainerNumber number={container} />
            {' · '}
          </>
        )}
        {segregated && <>{t('caseFact.segregated')} · </>}
        {number}
      </span>
      <small>
        {names.place(facilityId)} · {agoInWords(now - Date.parse(openedAt), t)}
        {assignee !== undefined && <> · {assignee}</>}
      </small>
    </>
  );
}

/** How many nobody has, and how many wait for a decision or to be closed. */
function useAnswer(all: readonly CaseView[] | undefined): string | undefined {
  const { t } = useTranslation();
  if (all === undefined) return undefined;
  const count = (state: CaseView['state']) => all.filter((one) => one.state === state).length;
  const [open, checked, decided] = [count('open'), count('under_check'), count('decided')];
  if (open + checked + decided === 0) return t('casesNeed.none');
  return t('casesNeed.some', { open, checked, decided });
}
