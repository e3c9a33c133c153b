import type { YardLineView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { ContainerFile } from '../../gatehouse/container-file.js';
import { spanInWords } from '../../shared/format/ago.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { ContainerLinks } from '../container-links.js';
import { Fact, Facts } from '../facts.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { oddIn } from './api.js';

/** A container where it stands: how long, as what, what is odd about it, and all that is on file. @param id `number@place` */
export function YardItem({ id, line }: { id: string; line: YardLineView | undefined }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const [container = '', facilityId = ''] = id.split('@');
  return (
    <article aria-label={container}>
      {line !== undefined && <Stands line={line} />}
      {line === undefined && <p className={classes['quiet']}>{t('yard.gone')}</p>}
      <ContainerFile number={container} facilityId={facilityId} onClose={() => state.chooseItem(undefined)} />
      <span>
        <ContainerLinks number={container} but="yard" />
      </span>
    </article>
  );
}

function Stands({ line }: { line: YardLineView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const odd = oddIn(line);
  const { facilityId, since, dwell, state, purpose, mode, carrierSeal, customsSeal, scan, transit } = line;
  return (
    <>
      <p className={classes['said']}>
        {t('yard.stands', { place: names.place(facilityId), span: spanInWords(dwell, t), time: at(since) })}
      </p>
      {odd.length > 0 && (
        <ul className={classes['odd']}>
          {odd.map((flag) => (
            <li key={flag}>{t(`yardFlagIs.${flag}`)}</li>
          ))}
        </ul>
      )}
      <Facts>
        <Fact name={t('yard.state')}>{word(t, 'stayState', state)}</Fact>
        <Fact name={t('yard.purpose')}>{word(t, 'purpose', purpose ?? 'unknown')}</Fact>
        <Fact name={t('yard.mode')}>{mode !== undefined && word(t, 'mode', mode)}</Fact>
        <Fact name={t('yard.carrierSeal')}>{carrierSeal}</Fact>
        <Fact name={t('yard.customsSeal')}>{customsSeal}</Fact>
        <Fact name={t('yard.scan')}>
          {scan !== undefined &&
            (scan.doneAt === undefined ? t('lookup.toScan') : t('yard.scanned', { time: at(scan.doneAt) }))}
        </Fact>
        <Fact name={t('lookup.transit')}>
          {transit !== undefined && (
            <>
              {transit.number} · {word(t, 'transitState', transit.state)}
              {transit.sealId !== undefined && (
                <>
                  {' · '}
                  <a href={`/centre?seal=${encodeURIComponent(transit.sealId)}`}>
                    {t('card.seal', { id: transit.sealId })}
                  </a>
                </>
              )}
            </>
          )}
        </Fact>
      </Facts>
    </>
  );
}
