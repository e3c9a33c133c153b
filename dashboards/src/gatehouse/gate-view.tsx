import type { Gate, PassageBody, PassageView } from '@haidang/contract';
import { CUSTOMS, type Role } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageKeys } from '../centre/page-keys.js';
import { useKeys } from '../centre/use-keys.js';
import { problemInWords } from '../shared/format/problem.js';
import { useServices } from '../shared/services.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { Spoken } from '../shared/ui/spoken.js';
import { DiscrepancyDialog } from './discrepancy-dialog.js';
import { EntryForm } from './entry-form.js';
import { GateBar } from './gate-bar.js';
import { LanePanel } from './lane-panel.js';
import { Lookup } from './lookup.js';
import { decideHere, viewOf } from './offline/entry.js';
import { LineStatus, OfflineBanner } from './offline/line-status.js';
import { QueueBar } from './offline/queue-bar.js';
import type { Reach } from './offline/reach.js';
import { isPassing } from './offline/shelf.js';
import { useBooth, useBoothState, useReached } from './offline/use-booth.js';
import { OverrideDialog } from './override-dialog.js';
import { PassageList } from './passage-list.js';
import { isGone, lanesOf, merged, newestByLane, standing } from './passages.js';
import { usePassages } from './use-passages.js';
import classes from './gate-view.module.css';

/** Who may tell the platform of a passage. */
const ENTER: readonly Role[] = [...CUSTOMS, 'port_operator'];

interface GateViewProps {
  /** To choose from. */
  gates: readonly Gate[];
  gate: Gate;
  reach: Reach;
}

/** One gate, or one lane of it: what stands there, what is on file, and what passed of late; decided by the platform, or here while it is away. */
export function GateView({ gates, gate, reach }: GateViewProps) {
  const { t } = useTranslation();
  const { state, store } = useServices();
  const { list: told, error, isCurrent, take } = usePassages(gate);
  const booth = useBooth(gate, reach, take);
  const { queue, list: kept } = useBoothState(booth);
  const isOffline = useReached(reach).status === 'offline';
  const person = useSignal(session.who)?.person;
  useEffect(() => {
    if (told !== undefined) void booth?.noteSeen(told);
  }, [booth, told]);
  const untold = useMemo(
    () => new Map(queue.filter(isPassing).map((entry) => [entry.body.id, viewOf(entry)])),
    [queue],
  );
  const ofHere = [...untold.values()].filter(({ gateId }) => gateId === gate.id);
  const isRead = told !== undefined || isOffline;
  const ofGate = isRead ? merged(ofHere, told ?? []) : undefined;
  const { lane } = useSignal(state.sieve);
  const list = lane === undefined ? ofGate : ofGate?.filter((passage) => passage.lane === lane);
  const [correcting, setCorrecting] = useState<PassageView | null>(null);
  const [reporting, setReporting] = useState<{ passage: PassageView | undefined }>();
  const trucks = newestByLane(list ?? []);
  const [overriding, setOverriding] = useState<PassageView | null>(null);
  const [lookupInput, entryInput] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const [entered, setEntered] = useState<string>();
  const mayEnter = useIsOneOf(ENTER);
  useKeys({
    '/': () => lookupInput.current?.focus(),
    n: () => entryInput.current?.focus(),
    h: () => state.setHeld(!state.held.get()),
  });
  const answer = (passage: PassageView) => {
    take(passage);
    setEntered(passage.id);
    setCorrecting(null);
  };
  const decide =
    isOffline && booth !== null
      ? (passage: PassageBody) => decideHere(booth, gate.id, passage, person?.name ?? '')
      : null;
  const onlyTruck = () => {
    const here = trucks.filter((one) => !isGone(one, store.clock.now()));
    return here.length === 1 ? here[0] : undefined;
  };
  const report = mayEnter && booth !== null ? (passage?: PassageView) => setReporting({ passage }) : null;
  const acts = { onLookUp: (container: string) => state.lookUp(container), onOverride: setOverriding };
  return (
    <div className={classes['whole']}>
      <GateBar
        {...{ gates, gate, lane }}
        lanes={lanesOf(ofGate ?? [], lane)}
        status={<LineStatus reach={reach} booth={booth} />}
      />
      <OfflineBanner reach={reach} booth={booth} />
      <main className={classes['body']}>
        <div className={classes['view']}>
          <section
            className={classes['lanes']}
            data-alone={lane !== undefined || undefined}
            aria-label={t('gatehouse.lanes')}
          >
            {error !== null && !isOffline && (
              <p role="alert">{t('gatehouse.failed', { detail: problemInWords(error, t) })}</p>
            )}
            {list === undefined && error === null && <p>{t('gatehouse.loading')}</p>}
            {list?.length === 0 && (
              <p className={classes['empty']}>
                {lane === undefined ? t('gatehouse.none') : t('gatehouse.noneAtLane', { lane })}
              </p>
            )}
            {trucks.map((passage) => (
              <LanePanel
                key={passage.lane ?? ''}
                passage={passage}
                facilityId={gate.facilityId}
                onReport={report}
                isCurrent={isCurrent || untold.has(passage.id)}
                isUntold={untold.has(passage.id)}
                kept={kept}
                isAsked={passage.id === entered}
                // of a truck that may go on it would only be in the way, where several lanes share the screen
                onCorrect={
                  mayEnter && (lane !== undefined || standing(passage) === 'hold') ? setCorrecting : null
                }
                {...acts}
              />
            ))}
          </section>
          <Newest passage={list?.[0]} />
          <div className={classes['side']}>
            {!isOffline && <Lookup facilityId={gate.facilityId} input={lookupInput} />}
            {mayEnter && (
              <EntryForm
                // begun anew with what was read
                key={correcting === null ? '' : `${correcting.gateId} ${correcting.id}`}
                {...{ gate, lane }}
                input={entryInput}
                corrected={correcting}
                onLeave={() => setCorrecting(null)}
                onDecided={answer}
                decideHere={decide}
                booth={booth}
              />
            )}
            {report !== null && (
              <Button
                variant="default"
                size="lg"
                mih={56}
                onClick={() => report(onlyTruck())}
                data-testid="discrepancy-open"
              >
                {t('discrepancy.open')}
              </Button>
            )}
          </div>
          <div className={classes['recent']}>
            <PassageList passages={list ?? []} untold={untold} {...acts} />
          </div>
          {booth !== null && reporting !== undefined && (
            <DiscrepancyDialog
              {...{ gate, booth }}
              passage={reporting.passage}
              onClose={() => setReporting(undefined)}
            />
          )}
          <OverrideDialog
            passage={overriding}
            onClose={() => setOverriding(null)}
            onDone={(passage) => {
              take(passage);
              setOverriding(null);
            }}
          />
        </div>
      </main>
      <QueueBar booth={booth} />
      <PageKeys
        keys={[
          { key: '/', what: t('lookup.label') },
          { key: 'N', what: t('entry.title') },
          { key: 'H', what: t('gatehouse.heldOnly') },
        ]}
      />
    </div>
  );
}

/** The newest, read out when it comes or is decided otherwise. */
function Newest({ passage }: { passage: PassageView | undefined }) {
  const { t } = useTranslation();
  return (
    <Spoken>
      {passage !== undefined && (
        <>
          {t(`gateVerdict.${standing(passage)}`)} {passage.container ?? t('gatehouse.noContainer')}
        </>
      )}
    </Spoken>
  );
}
