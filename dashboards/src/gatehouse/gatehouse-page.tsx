import type { Gate } from '@haidang/contract';
import { SEE_PASSAGES } from '@haidang/domain';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FeedBanner } from '../centre/feed-banner.js';
import { problemInWords } from '../shared/format/problem.js';
import { useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { GateBar } from './gate-bar.js';
import { GateView } from './gate-view.js';
import { useKeptRegister, useReach, useReached } from './offline/use-booth.js';
import { useGates } from './use-gates.js';
import './glove.css';
import classes from './gatehouse-page.module.css';

/** A gatehouse's window: may this truck leave, and why not. */
export function GatehousePage() {
  const { t } = useTranslation();
  const maySee = useIsOneOf(SEE_PASSAGES);
  useKeptRegister();
  const reach = useReach();
  const { status: reached } = useReached(reach);
  const { gates, gate, error } = useGates();
  useTitle(gate, useSignal(useServices().state.sieve).lane);
  return (
    <div className={classes['page']} data-glove>
      {maySee && gate !== undefined && (
        <GateView key={gate.id} gates={gates ?? []} gate={gate} reach={reach} />
      )}
      {(!maySee || gate === undefined) && <GateBar />}
      {(!maySee || gate === undefined) && (
        <main className={classes['body']}>
          {!maySee && <p className={classes['note']}>{t('gatehouse.notTold')}</p>}
          {maySee && (
            <p className={classes['note']} role="status">
              {error !== null && t('gatehouse.failed', { detail: problemInWords(error, t) })}
              {error === null && t(gates === undefined ? 'gatehouse.loading' : 'gatehouse.noGate')}
            </p>
          )}
        </main>
      )}
      {reached === 'online' && <FeedBanner />}
    </div>
  );
}

function useTitle(gate: Gate | undefined, lane: string | undefined): void {
  const { t } = useTranslation();
  const parts = [lane !== undefined && t('gatehouse.lane', { lane }), gate?.name, t('gatehouse.title')];
  const title = parts.filter(Boolean).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
