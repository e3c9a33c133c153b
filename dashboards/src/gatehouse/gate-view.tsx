import type { Gate, PassageView } from '@haidang/contract';
import { CUSTOMS, type Role } from '@haidang/domain';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../centre/use-keys.js';
import { useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { EntryForm } from './entry-form.js';
import { LanePanel } from './lane-panel.js';
import { Lookup } from './lookup.js';
import { OverrideDialog } from './override-dialog.js';
import { PassageList } from './passage-list.js';
import { newestByLane, standing } from './passages.js';
import { usePassages } from './use-passages.js';
import classes from './gate-view.module.css';

/** Who may tell the platform of a passage. */
const ENTER: readonly Role[] = [...CUSTOMS, 'port_operator'];

/** One gate: what stands at its lanes, what is on file, and what passed of late. */
export function GateView({ gate }: { gate: Gate }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const { list, error, isCurrent, take } = usePassages(gate);
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
  };
  const acts = { onLookUp: (container: string) => state.lookUp(container), onOverride: setOverriding };
  return (
    <div className={classes['view']}>
      <section className={classes['lanes']} aria-label={t('gatehouse.lanes')}>
        {error !== null && <p role="alert">{t('gatehouse.failed', { detail: error.message })}</p>}
        {list === undefined && error === null && <p>{t('gatehouse.loading')}</p>}
        {list?.length === 0 && <p className={classes['empty']}>{t('gatehouse.none')}</p>}
        {newestByLane(list ?? []).map((passage) => (
          <LanePanel
            key={passage.lane ?? ''}
            passage={passage}
            isCurrent={isCurrent}
            isAsked={passage.id === entered}
            {...acts}
          />
        ))}
      </section>
      <Spoken passage={list?.[0]} />
      <div className={classes['side']}>
        <Lookup facilityId={gate.facilityId} input={lookupInput} />
        {mayEnter && <EntryForm gateId={gate.id} input={entryInput} onDecided={answer} />}
      </div>
      <div className={classes['recent']}>
        <PassageList passages={list ?? []} {...acts} />
      </div>
      <OverrideDialog
        passage={overriding}
        onClose={() => setOverriding(null)}
        onDone={(passage) => {
          take(passage);
          setOverriding(null);
        }}
      />
    </div>
  );
}

/** The newest, read out when it comes or is decided otherwise. */
function Spoken({ passage }: { passage: PassageView | undefined }) {
  const { t } = useTranslation();
  return (
    <p className={classes['spoken']} role="status">
      {passage !== undefined && (
        <>
          {t(`gateVerdict.${standing(passage)}`)} {passage.container ?? t('gatehouse.noContainer')}
        </>
      )}
    </p>
  );
}
