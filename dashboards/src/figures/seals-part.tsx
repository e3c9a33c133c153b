import { BATTERY_BANDS, SEAL_CUSTODIES } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { officePath } from '../office/pages.js';
import { sealFiguresQuery } from '../office/seals/api.js';
import classes from './figures.module.css';
import type { Telling } from './words.js';
import { Failed } from '../shared/ui/failed.js';

/** Of many holders the largest are shown. */
const MOST = 15;

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
          rows={holders.slice(0, MOST).map(({ holderId, count: own }) => ({
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

/** A table whose numbers are drawn as bars beside them. */
function Bars({ title, group, rows, count, telling: { t } }: BarsProps) {
  return (
    <table className={classes['table']}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{group}</th>
          <th scope="col">{t('figuresPage.sealCount')}</th>
          <td aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.name}</th>
            <td>
              <a href={row.href} aria-label={`${row.name}: ${row.count}`} data-key={row.key}>
                {row.count}
              </a>
            </td>
            <td className={classes['bar']} aria-hidden="true">
              {row.count > 0 && <span style={{ width: `${(row.count / count) * 100}%` }} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
