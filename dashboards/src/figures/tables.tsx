import type { AlarmFigure, AlarmGroupName, FiguresView } from '@haidang/contract';
import { officePath } from '../office/pages.js';
import { FigureLink } from './figure-link.js';
import classes from './figures.module.css';
import type { FigureTimes } from './range.js';
import { groupName, type Telling } from './words.js';

/** Of many groups the largest are shown. */
const MOST = 15;

interface TableProps {
  times: FigureTimes;
  telling: Telling;
}

/** Alarms by one of their marks: how many, and how many of those that a person judged were nothing. */
export function AlarmTable({
  by,
  rows,
  times,
  telling,
}: TableProps & { by: AlarmGroupName; rows: readonly AlarmFigure[] }) {
  const { t } = telling;
  return (
    <table className={classes['table']} data-testid={`alarms-by-${by}`}>
      <caption>{t(`figuresBy.${by}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`figuresGroup.${by}`)}</th>
          <th scope="col">{t('figuresOf.alarms')}</th>
          <th scope="col">{t('figuresPage.false')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST).map(({ key, count, judged, false: wrong }) => {
          const name = groupName(by, key, telling);
          return (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>
                <FigureLink counted={{ what: 'alarms', by, key }} times={times} label={`${name}: ${count}`}>
                  {count}
                </FigureLink>
              </td>
              <td>
                {judged === 0 ? (
                  '–'
                ) : (
                  <FigureLink
                    counted={{ what: 'alarms', by, key, only: 'false' }}
                    times={times}
                    label={t('figuresPage.falseOf', {
                      ...{ name, judged, share: share(wrong, judged) },
                    })}
                  >
                    {share(wrong, judged)}
                  </FigureLink>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Departures by carrier or route. */
export function DepartureTable({
  by,
  rows,
  times,
  telling,
}: TableProps & { by: 'carrier' | 'route'; rows: FiguresView['transits']['by']['route'] }) {
  const { t } = telling;
  return (
    <table className={classes['table']} data-testid={`departures-by-${by}`}>
      <caption>{t(`figuresDepartedBy.${by}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`figuresGroup.${by}`)}</th>
          <th scope="col">{t('figuresOf.departed')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST).map(({ key, count }) => {
          const name = groupName(by, key, telling);
          return (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>
                <FigureLink counted={{ what: 'departed', by, key }} times={times} label={`${name}: ${count}`}>
                  {count}
                </FigureLink>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What passed at each gate. */
export function GateTable({ gates, times, telling }: TableProps & { gates: FiguresView['gates'] }) {
  const { t } = telling;
  return (
    <table className={classes['table']} data-testid="gates-table">
      <caption>{t('figuresPage.gates')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('figuresGroup.gate')}</th>
          <th scope="col">{t('figuresOf.passages')}</th>
          <th scope="col">{t('figuresPage.in')}</th>
          <th scope="col">{t('figuresPage.out')}</th>
          <th scope="col">{t('figuresPage.held')}</th>
        </tr>
      </thead>
      <tbody>
        {gates.slice(0, MOST).map(({ gateId, count, in: ins, out, held }) => {
          const name = groupName('gate', gateId, telling);
          return (
            <tr key={gateId}>
              <th scope="row">{name}</th>
              {(
                [
                  ['', count],
                  ['in', ins],
                  ['out', out],
                  ['held', held],
                ] as const
              ).map(([which, number]) => (
                <td key={which}>
                  <a
                    href={officePath('passages', {
                      ...{ through: gateId, ...times },
                      ...(which === 'held' && { show: 'hold' }),
                      ...((which === 'in' || which === 'out') && { kind: which }),
                    })}
                    aria-label={t('figuresPage.ofGate', {
                      ...{ gate: name, count: number },
                      what: t(which === '' ? 'figuresOf.passages' : `figuresPage.${which}`),
                    })}
                  >
                    {number}
                  </a>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function share(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)}%`;
}
