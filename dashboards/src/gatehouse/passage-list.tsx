import type { PassageView } from '@haidang/contract';
import { CUSTOMS } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { formatPlate } from '../shared/format/plate.js';
import { useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { GroupedNumber } from './grouped-number.js';
import { HoldReasons } from './hold-reasons.js';
import { OfflineNote } from './offline/offline-note.js';
import { standing } from './passages.js';
import { Age, OverrideLine } from './seen.js';
import { Verdict } from './verdict.js';
import classes from './passage-list.module.css';

interface PassageListProps {
  passages: readonly PassageView[];
  /** Those that have yet to be told to the platform. */
  untold: ReadonlyMap<string, PassageView>;
  onLookUp(container: string): void;
  onOverride(passage: PassageView): void;
}

/** What passed or was held of late, the newest first; only what is held, on request. */
export function PassageList({ passages, untold, onLookUp, onOverride }: PassageListProps) {
  const { t } = useTranslation();
  const { state } = useServices();
  const held = useSignal(state.held);
  const mayOverride = useIsOneOf(CUSTOMS);
  const shown = held ? passages.filter((passage) => standing(passage) === 'hold') : passages;
  return (
    <section className={classes['list']} aria-labelledby="recent-title">
      <header>
        <h2 id="recent-title">{t('gatehouse.recent')}</h2>
        <button
          type="button"
          aria-pressed={held}
          onClick={() => state.setHeld(!held)}
          data-testid="held-only"
        >
          {t('gatehouse.heldOnly')} <kbd aria-hidden>{'H'}</kbd>
        </button>
      </header>
      {shown.length === 0 && <p>{t(held ? 'gatehouse.noneHeld' : 'gatehouse.none')}</p>}
      <ol>
        {shown.map((passage) => (
          <li
            key={passage.id}
            data-testid="passage"
            data-passage={passage.id}
            data-verdict={standing(passage)}
          >
            <div className={classes['line']}>
              <Verdict verdict={standing(passage)} size="small" />
              <Number container={passage.container} onLookUp={onLookUp} />
              <span>{passage.plate === undefined ? t('gatehouse.noPlate') : formatPlate(passage.plate)}</span>
              <span>{t(`direction.${passage.direction}`)}</span>
              {passage.lane !== undefined && <span>{t('gatehouse.lane', { lane: passage.lane })}</span>}
              <Age time={passage.time} />
              {mayOverride && !untold.has(passage.id) && (
                <button
                  type="button"
                  className={classes['act']}
                  onClick={() => onOverride(passage)}
                  aria-label={t('override.of', { number: passage.container ?? '' })}
                >
                  {t('override.short')}
                </button>
              )}
            </div>
            <OverrideLine passage={passage} />
            <OfflineNote passage={passage} isUntold={untold.has(passage.id)} list={null} isShort />
            <HoldReasons passage={passage} onLookUp={onLookUp} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Number({
  container,
  onLookUp,
}: {
  container: string | undefined;
  onLookUp(container: string): void;
}) {
  const { t } = useTranslation();
  if (container === undefined) return <span>{t('gatehouse.noContainer')}</span>;
  return (
    <button
      type="button"
      className={classes['number']}
      aria-label={t('gatehouse.lookUpNumber', { number: container })}
      onClick={() => onLookUp(container)}
    >
      <GroupedNumber number={container} />
    </button>
  );
}
