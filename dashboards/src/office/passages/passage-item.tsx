import type { ListedPassageView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { GroupedNumber } from '../../gatehouse/grouped-number.js';
import { HoldReasons } from '../../gatehouse/hold-reasons.js';
import { OfflineNote } from '../../gatehouse/offline/offline-note.js';
import { standing } from '../../gatehouse/passages.js';
import { OverrideLine } from '../../gatehouse/seen.js';
import { Verdict } from '../../gatehouse/verdict.js';
import { picturesQuery } from '../../shared/api/queries.js';
import { formatPlate } from '../../shared/format/plate.js';
import { clockAndDay, clockWithSeconds, date } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { transitPath } from '../../transit/address.js';
import { ContainerLinks } from '../container-links.js';
import { Fact, Facts, Part } from '../facts.js';
import { Pictures } from '../pictures.js';
import { useNames } from '../use-names.js';
import { Failed } from '../../shared/ui/failed.js';
import classes from '../office.module.css';

/** What a gate saw, how it was decided and why, what an officer decided otherwise, and the pictures. */
export function PassageItem({ one }: { one: ListedPassageView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const { state, store } = useServices();
  const { gateId, id, facilityId, lane, direction, container, plate, time, receivedAt, transit } = one;
  const pictures = useQuery(picturesQuery({ gateId, passageId: id }));
  const at = (instant: string) => clockAndDay(instant, store.clock.now(), language);
  const isLate = Date.parse(receivedAt) - Date.parse(time) > 60_000;
  const name = container ?? (plate === undefined ? t('gatehouse.noContainer') : formatPlate(plate));
  const { decision } = one;
  // most gates' names say where they are
  const [gate, place] = [names.gate(gateId), names.place(facilityId)];
  const gatehouse = new URLSearchParams({ gate: gateId, ...(container !== undefined && { container }) });
  return (
    <article aria-label={`${t('passage.title')} ${name}`}>
      <header className={classes['itemHead']}>
        <h2>{container === undefined ? name : <GroupedNumber number={container} />}</h2>
        <Verdict verdict={standing(one)} size="small" />
      </header>
      <p className={classes['said']}>
        {t('passage.said', {
          direction: t(`direction.${direction}`),
          where: gate.includes(place) ? gate : `${gate}, ${place}`,
          time: `${clockWithSeconds(time, language)} ${date(time, language)}`,
        })}
      </p>
      {one.override !== undefined && (
        <p>{t(`passageWas.${decision.verdict}`, { time: at(decision.time) })}</p>
      )}
      <OverrideLine passage={one} />
      <OfflineNote passage={one} isUntold={false} list={null} />
      <HoldReasons passage={one} onLookUp={(number) => state.setSieve({ find: number }, 'push')} />
      <Facts>
        <Fact name={t('passage.lane')}>{lane}</Fact>
        <Fact name={t('transitFact.vehicle')}>{plate !== undefined && formatPlate(plate)}</Fact>
        <Fact name={t('passage.sure')}>
          {[one.containerConfidence, one.plateConfidence]
            .flatMap((share) => (share === undefined ? [] : `${Math.round(share * 100)}%`))
            .join(' · ')}
        </Fact>
        <Fact name={t('passage.seal')}>{one.sealId}</Fact>
        <Fact name={t('yard.carrierSeal')}>{one.carrierSeal}</Fact>
        <Fact name={t('passage.damage')}>{one.damage === true && t('passage.damaged')}</Fact>
        <Fact name={t('lookup.transit')}>
          {transit !== undefined && (
            <a href={`${transitPath(transit.id)}?${new URLSearchParams({ at: time }).toString()}`}>
              {transit.number}
            </a>
          )}
        </Fact>
        <Fact name={t('passage.source')}>
          {one.source !== undefined && word(t, 'passageSource', one.source)}
        </Fact>
        <Fact name={t('passage.told')}>{isLate && at(receivedAt)}</Fact>
      </Facts>
      <Part title={t('pictures.title')}>
        <Failed of={pictures} />
        {pictures.isPending && <p className={classes['quiet']}>{t('office.loading')}</p>}
        {pictures.data !== undefined && (
          <Pictures ids={pictures.data.map((picture) => picture.id)} none={t('pictures.none')} />
        )}
      </Part>
      <span className={classes['doors']}>
        <a href={`/gatehouse?${gatehouse.toString()}`}>{t('passage.toGate')}</a>
        {container !== undefined && <ContainerLinks number={container} but="passages" />}
      </span>
    </article>
  );
}
