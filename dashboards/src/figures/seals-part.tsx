import { BATTERY_BANDS, SEAL_CUSTODIES } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { officePath } from '../office/pages.js';
import { sealFiguresQuery } from '../office/seals/api.js';
import { whole } from '../shared/format/number.js';
import { FigureTable } from './figure-table.js';
import classes from './figures.module.css';
import type { Telling } from './words.js';
import { Failed } from '../shared/ui/failed.js';

/** Seals as they stand now, whatever stretch of time is looked at: batteries, custody, who has them. Each number opens its list. */
export function SealsPart({ telling }: { telling: Telling }) {
  const { t, names } = telling;
  const asked = useQuery(sealFiguresQuery);
  const { data } = asked;
  if (asked.isError && data === undefined) return <Failed of={asked} what={t('figuresPage.seals')} />;
  if (data === undefined || data.count === 0) return null;
  const { battery, custody, holders, count } = data;
  return (
    <section className={classes['part']} aria-label={t('figuresPage.seals')} data-testid="seal-figures">
      <h2>{t('figuresPage.seals')}</h2>
      <div className={classes['tables']}>
        <Bars
          {...{ telling, count }}
          title={t('figuresPage.byBattery')}
          group={t('sealFact.battery')}
          rows={BATTERY_BANDS.map((band) => ({
            ...{ key: band, name: t(`batteryBand.${band}`), count: battery[band] },
            href: officePath('seals', { kind: band }),
          }))}
        />
        <Bars
          {...{ telling, count }}
          title={t('figuresPage.byCustody')}
          group={t('sealFact.custody')}
          rows={SEAL_CUSTODIES.map((one) => ({
            ...{ key: one, name: t(`sealCustody.${one}`), count: custody[one] },
            href: officePath('seals', { show: one }),
          }))}
        />
        <Bars
          {...{ telling, count }}
          title={t('figuresPage.byHolder')}
          group={t('sealFact.holder')}
          rows={holders.map(({ holderId, count: own }) => ({
            ...{ key: holderId, name: names.organisation(holderId), count: own },
            href: officePath('seals', { place: holderId }),
          }))}
        />
      </div>
    </section>
  );
}

interface BarsProps {
  title: string;
  group: string;
  rows: readonly { key: string; name: string; count: number; href: string }[];
  /** Of all: a bar of all of them is full. */
  count: number;
  telling: Telling;
}

function Bars({ title, group, rows, count, telling }: BarsProps) {
  const { t, language } = telling;
  return (
    <FigureTable
      caption={title}
      heads={[group, t('figuresPage.sealCount')]}
      rows={rows.map(({ key, name, count: own, href }) => {
        const text = whole(own, language);
        return { key, name, bar: own, cells: [{ text, label: `${name}: ${text}`, door: { href } }] };
      })}
      full={count}
      isSum
      telling={telling}
    />
  );
}
