import type { SealStandingView } from '@haidang/contract';
import type { Role } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { transitPath } from '../../transit/address.js';
import { Chip, Fact, Facts } from '../facts.js';
import { officePath } from '../pages.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';

const ADMINISTERS: readonly Role[] = ['administrator'];

/** One seal: its battery, who has it, what it told last, and where it is shown. */
export function SealItem({ one }: { one: SealStandingView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const administers = useIsOneOf(ADMINISTERS);
  const { id, model, band, battery, custody, holderId, organisationId, lastSeenAt, lock } = one;
  const { transitId, transitNumber, clockDrift } = one;
  return (
    <article aria-label={id}>
      <header className={classes['itemHead']}>
        <h2>{id}</h2>
        <Chip waits={band === 'low'}>{t(`batteryBand.${band}`)}</Chip>
      </header>
      <p className={classes['said']}>
        {t(`sealCustodyIs.${custody}`, {
          holder: holderId === undefined ? t('office.platform') : names.organisation(holderId),
        })}
      </p>
      <Facts>
        <Fact name={t('sealFact.battery')}>{battery !== null && `${battery}%`}</Fact>
        <Fact name={t('sealFact.lock')}>{lock !== null && word(t, 'lock', lock)}</Fact>
        <Fact name={t('device.heardAt')}>
          {lastSeenAt === null ? t('user.never') : clockAndDay(lastSeenAt, store.clock.now(), language)}
        </Fact>
        <Fact name={t('sealFact.clock')}>{clockDrift && word(t, 'alarm', 'clock_drift')}</Fact>
        <Fact name={t('sealFact.owner')}>
          {organisationId !== undefined && names.organisation(organisationId)}
        </Fact>
        <Fact name={t('sealFact.model')}>{model}</Fact>
        <Fact name={t('lookup.transit')}>
          {transitId !== null && <a href={transitPath(transitId)}>{transitNumber ?? transitId}</a>}
        </Fact>
      </Facts>
      <span className={classes['doors']}>
        <a href={`/centre?seal=${encodeURIComponent(id)}`}>{t('history.open')}</a>
        {administers && <a href={officePath('devices', { item: id })}>{t('office.devices')}</a>}
      </span>
    </article>
  );
}
