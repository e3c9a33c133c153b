import {
  RESPONSES,
  type AlarmCounts,
  type AlarmGroupName,
  type FiguresView,
  type ResponseFigures,
  type ResponseGroupName,
} from '@haidang/contract';
import { officePath } from '../office/pages.js';
import { durationInWords } from '../shared/format/ago.js';
import { percent, whole } from '../shared/format/number.js';
import type { Counted } from './api.js';
import { listDoor } from './figure-link.js';
import { FigureTable, type Cell } from './figure-table.js';
import type { FigureTimes } from './range.js';
import { groupName, type Telling } from './words.js';

interface TableProps {
  figures: FiguresView;
  telling: Telling;
}

/** Alarms by one of their marks: how many, and what share of those that a person judged was false. */
export function AlarmTable({ by, figures, telling }: TableProps & { by: AlarmGroupName }) {
  const { t, language } = telling;
  const { by: groups, without } = figures.alarms;
  const none: (AlarmCounts & { key?: string })[] = by === 'kind' ? [] : [without[by]];
  return (
    <FigureTable
      caption={t(`figuresBy.${by}`)}
      heads={[
        ...[t(`figuresGroup.${by}`), t('figuresOf.alarms'), t('figuresPage.false')],
        t('figuresOnly.judged'),
      ]}
      rows={[...groups[by], ...none.filter(({ count }) => count > 0)].map((one) => {
        const { key, count, judged, false: wrong } = one;
        const name = groupName(by, key, telling);
        const door = (only?: Counted['only']) => listDoor({ what: 'alarms', by, key, only }, figures);
        const share = judged === 0 ? '' : percent(wrong / judged, language);
        const cells: (Cell | null)[] = [
          { text: whole(count, language), label: `${name}: ${whole(count, language)}`, door: door() },
          judged === 0
            ? null
            : {
                text: share,
                label: t('figuresPage.falseOf', { name, share, judged: whole(judged, language) }),
                door: door('false'),
              },
          judged === 0
            ? null
            : {
                text: whole(judged, language),
                label: `${name}, ${t('figuresOnly.judged')}: ${whole(judged, language)}`,
                door: door('judged'),
              },
        ];
        return { key: key ?? '', name, bar: count, cells };
      })}
      isSum
      testId={`alarms-by-${by}`}
      telling={telling}
    />
  );
}

/** How soon half of the alarms of a kind or an office were seen, judged and gone to. */
export function ResponseTable({ by, figures, telling }: TableProps & { by: ResponseGroupName }) {
  const { t } = telling;
  const { responses } = figures.alarms;
  const none: { key?: string; responses: ResponseFigures }[] =
    by === 'office' ? [{ responses: responses.withoutOffice }] : [];
  return (
    <FigureTable
      caption={t(`figuresRespondedBy.${by}`)}
      heads={[t(`figuresGroup.${by}`), ...RESPONSES.map((name) => t(`figuresResponse.${name}`))]}
      rows={[...responses.by[by], ...none]
        .filter((one) => Object.keys(one.responses).length > 0)
        .map((one) => {
          const name = groupName(by, one.key, telling);
          const cells = RESPONSES.map((only): Cell | null => {
            const soon = one.responses[only];
            if (soon === undefined) return null;
            const text = durationInWords(soon.half, t);
            const label = `${name}, ${t(`figuresResponse.${only}`)}: ${text}`;
            return { text, label, door: listDoor({ what: 'alarms', by, key: one.key, only }, figures) };
          });
          return { key: one.key ?? '', name, bar: one.responses.acknowledged?.half ?? null, cells };
        })}
      testId={`responses-by-${by}`}
      telling={telling}
    />
  );
}

/** Departures by carrier, route or office of departure. */
export function DepartureTable({
  by,
  figures,
  telling,
}: TableProps & { by: 'carrier' | 'route' | 'office' }) {
  const { t, language } = telling;
  const { transits } = figures;
  const without = by === 'route' ? 0 : transits.without[by];
  const none: { key?: string; count: number }[] = without === 0 ? [] : [{ count: without }];
  return (
    <FigureTable
      caption={t(`figuresDepartedBy.${by}`)}
      heads={[t(`figuresGroup.${by}`), t('figuresOf.departed')]}
      rows={[...transits.by[by], ...none].map(({ key, count }) => {
        const name = groupName(by, key, telling);
        const [text, door] = [whole(count, language), listDoor({ what: 'departed', by, key }, figures)];
        return { key: key ?? '', name, bar: count, cells: [{ text, label: `${name}: ${text}`, door }] };
      })}
      isSum
      testId={`departures-by-${by}`}
      telling={telling}
    />
  );
}

/** What passed at each gate. */
export function GateTable({ figures, telling }: TableProps) {
  const { t, language } = telling;
  const times: FigureTimes = { from: figures.from, to: figures.to };
  return (
    <FigureTable
      caption={t('figuresPage.gates')}
      heads={[
        ...[t('figuresGroup.gate'), t('figuresOf.passages')],
        ...[t('figuresPage.in'), t('figuresPage.out'), t('figuresPage.held')],
      ]}
      rows={figures.gates.map(({ gateId, count, in: ins, out, held }) => {
        const gate = groupName('gate', gateId, telling);
        const cell = (number: number, what: string, sieve: Readonly<Record<string, string>>): Cell => ({
          text: whole(number, language),
          label: t('figuresPage.ofGate', { gate, what, shown: whole(number, language) }),
          door: { href: officePath('passages', { through: gateId, ...times, ...sieve }) },
        });
        return {
          ...{ key: gateId, name: gate, bar: count },
          cells: [
            cell(count, t('figuresOf.passages'), {}),
            cell(ins, t('figuresPage.in'), { kind: 'in' }),
            cell(out, t('figuresPage.out'), { kind: 'out' }),
            cell(held, t('figuresPage.held'), { show: 'hold' }),
          ],
        };
      })}
      isSum
      testId="gates-table"
      telling={telling}
    />
  );
}
