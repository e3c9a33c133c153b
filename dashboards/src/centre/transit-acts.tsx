import type { TransitView } from '@haidang/contract';
import { CUSTOMS, MINUTE } from '@haidang/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api/client.js';
import { facilitiesQuery } from '../shared/api/queries.js';
import { takeStep, type OfficerStep } from '../shared/api/transits.js';
import { useLive } from '../shared/live/use-live.js';
import { problemInWords } from '../shared/format/problem.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import classes from './container-card.module.css';

/** What waits for an officer: a departure or arrival that the seals show, or the approval without which none is proposed. */
export function TransitActs({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE);
  const queries = useQueryClient();
  const facilities = useQuery(facilitiesQuery).data;
  // a step hangs on the transit as it is, its alarms among it
  useLive(['transit', 'alarm'], 'transit');
  const taking = useMutation({
    mutationFn: ({ step, at }: { step: OfficerStep; at?: string | undefined }) =>
      takeStep(transit, step, { at }),
    onSuccess: (changed) => queries.setQueryData(['transit', changed.id], changed),
    onError: () => queries.invalidateQueries({ queryKey: ['transit', transit.id] }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['timeline', transit.id] }),
  });
  const nameOf = (id: string) => facilities?.find((facility) => facility.id === id)?.name ?? id;
  const mayAct = useIsOneOf(CUSTOMS);
  const waits = mayAct ? waitingOf(transit) : undefined;
  // the time that the officer has seen is confirmed, also when late evidence moves it by seconds at that very moment
  const take = (step: OfficerStep, at?: string) => taking.mutate({ step, at });
  return (
    <div className={classes['acts']} aria-live="polite">
      {waits?.step === 'approve' && (
        <Act
          text={t('approval.missing')}
          button={t('approval.give')}
          busy={taking.isPending}
          onAct={() => take('approve')}
        />
      )}
      {waits !== undefined && waits.step !== 'approve' && (
        <Act
          text={t(`proposal.${waits.step}`, {
            place: nameOf(waits.step === 'depart' ? transit.from : transit.to),
            time: clockAndDay(waits.at, now, language),
          })}
          button={t(`confirm.${waits.step}`)}
          busy={taking.isPending}
          onAct={() => take(waits.step, waits.at)}
        />
      )}
      {taking.isError && (
        <p className={classes['problem']} role="alert">
          {taking.error instanceof ApiError && ['wrong_state', 'transit_changed'].includes(taking.error.code)
            ? t('acts.changed')
            : t('acts.failed', { detail: problemInWords(taking.error, t) })}
        </p>
      )}
    </div>
  );
}

function waitingOf({ state, approvedAt, proposed }: TransitView): { step: 'approve' } | typeof proposed {
  if (proposed !== undefined) return proposed;
  const isOpen = state === 'registered' || state === 'sealed';
  return isOpen && approvedAt === undefined ? { step: 'approve' } : undefined;
}

interface ActProps {
  text: string;
  button: string;
  busy: boolean;
  onAct(): void;
}

function Act({ text, button, busy, onAct }: ActProps) {
  return (
    <p className={classes['act']}>
      <span>{text}</span>
      <button type="button" data-testid="transit-act" disabled={busy} onClick={onAct}>
        {button}
      </button>
    </p>
  );
}
