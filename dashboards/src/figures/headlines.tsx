import { RESPONSES, type FiguresView } from '@haidang/contract';
import type { ReactNode } from 'react';
import { durationInWords } from '../shared/format/ago.js';
import { percent, whole } from '../shared/format/number.js';
import type { Counted } from './api.js';
import { FigureLink, listDoor } from './figure-link.js';
import classes from './figures.module.css';
import type { Telling } from './words.js';

/** The stretch in a few figures; what stands below one may lead to a list of its own. */
export function Headlines({ figures, telling }: { figures: FiguresView; telling: Telling }) {
  const { t, language } = telling;
  const { alarms, transits } = figures;
  const { judged, false: wrong, responses } = alarms;
  const counted = (what: Counted, count: number, label: string) => (
    <Headline key={label} door={what} value={whole(count, language)} {...{ figures, label }} />
  );
  return (
    <ul className={classes['doors']} data-testid="headlines">
      {counted({ what: 'alarms' }, alarms.count, t('figuresOf.alarms'))}
      <Headline
        {...{ figures }}
        door={{ what: 'alarms', only: 'false' }}
        value={judged === 0 ? '–' : percent(wrong / judged, language)}
        label={t('figuresPage.falseShare')}
      >
        <FigureLink door={listDoor({ what: 'alarms', only: 'judged' }, figures)}>
          {t('figuresPage.ofJudged', { count: judged })}
        </FigureLink>
      </Headline>
      {RESPONSES.map((only) => {
        const soon = responses.all[only];
        if (soon === undefined && only !== 'acknowledged') return null;
        return (
          <Headline
            key={only}
            {...{ figures }}
            door={{ what: 'alarms', only }}
            value={soon === undefined ? '–' : durationInWords(soon.half, t)}
            label={t(`figuresResponse.${only}`)}
          >
            {soon === undefined
              ? t('figuresPage.noneAcknowledged')
              : t('figuresPage.within', { count: soon.count, most: durationInWords(soon.most, t) })}
          </Headline>
        );
      })}
      {counted({ what: 'registered' }, transits.count.registered, t('figuresOf.registered'))}
      {counted({ what: 'departed' }, transits.count.departed, t('figuresOf.departed'))}
      {counted({ what: 'arrived' }, transits.count.arrived, t('figuresOf.arrived'))}
    </ul>
  );
}

interface HeadlineProps {
  figures: FiguresView;
  door: Counted;
  value: string;
  label: string;
  children?: ReactNode;
}

function Headline({ figures, door, value, label, children }: HeadlineProps) {
  return (
    <li>
      <FigureLink door={listDoor(door, figures)}>
        <b>{value}</b> <span>{label}</span>
      </FigureLink>
      {children !== undefined && <small>{children}</small>}
    </li>
  );
}
