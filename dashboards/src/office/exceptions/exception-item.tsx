import type { ListedExceptionView } from '@haidang/contract';
import { CUSTOMS, isWatched } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { routesQuery, sealQuery, transitQuery } from '../../shared/api/queries.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { DecideButtons } from '../decide-buttons.js';
import { Chip, Fact, Facts, Part } from '../facts.js';
import { Pictures } from '../pictures.js';
import { TransitFacts } from '../transit-facts.js';
import type { Names } from '../use-names.js';
import classes from '../office.module.css';
import { RouteSketch } from './route-sketch.js';
import { askedSentence } from './sentence.js';
import { Failed } from '../../shared/ui/failed.js';

interface ExceptionItemProps {
  one: ListedExceptionView;
  names: Names;
  onDecide(decision: 'approve' | 'refuse'): void;
}

/** What is asked for and why, and what it is asked for. */
export function ExceptionItem({ one, names, onDecide }: ExceptionItemProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const { kind, state, transit, reason, askedAt, askedBy, evidence } = one;
  const title = kind === 'incident' ? t('asked.incidentTitle') : word(t, 'exception', kind);
  return (
    <article aria-label={`${title} · ${transit.number}`}>
      <header className={classes['itemHead']}>
        <h2>{title}</h2>
        <Chip waits={state === 'waiting'}>{t(`exceptionState.${state}`)}</Chip>
      </header>
      <p className={classes['said']}>{askedSentence(one, at(one.at), names, t)}</p>
      <Decision one={one} at={at} onDecide={onDecide} />
      <Facts>
        <Fact name={t('decide.why')}>{reason}</Fact>
        <Fact name={t('decide.asked')}>
          {askedBy === undefined ? at(askedAt) : `${at(askedAt)} · ${askedBy}`}
        </Fact>
        <Fact name={t('decide.changed')}>
          {one.was !== undefined && one.isNow !== undefined && <Change one={one} names={names} />}
        </Fact>
      </Facts>
      <Part title={t('pictures.title')}>
        <Pictures ids={evidence} none={t('pictures.none')} />
      </Part>
      <Way one={one} names={names} />
    </article>
  );
}

/** The two answers where it is whoever looks that gives one; else who gave it, or whose it is. */
function Decision({ one, at, onDecide }: Omit<ExceptionItemProps, 'names'> & { at(time: string): string }) {
  const { t } = useTranslation();
  const decides = useIsOneOf(CUSTOMS);
  const { state, mayDecide, decidedAt, decidedBy, decision } = one;
  if (mayDecide) return <DecideButtons onDecide={onDecide} />;
  if (state === 'waiting') return <p>{t(decides ? 'decide.notYours' : 'decide.ofOffice')}</p>;
  if (decidedAt === undefined) return null;
  const by = decidedBy ?? t('office.platform');
  const how = state === 'refused' || state === 'withdrawn' ? state : 'approved';
  return (
    <p data-testid="decided">
      {t(`decided.${how}`, { time: at(decidedAt), by })}
      {decision !== undefined && <> {t('decided.words', { words: decision })}</>}
    </p>
  );
}

function Change({ one: { kind, was = '', isNow = '' }, names }: { one: ListedExceptionView; names: Names }) {
  const name = kind === 'reroute' ? names.route : kind === 'end_early' ? names.place : (id: string) => id;
  return (
    <>
      {name(was)} → {name(isNow)}
    </>
  );
}

/** Where it goes, by which route, where it is. */
function Way({ one, names }: { one: ListedExceptionView; names: Names }) {
  const { t } = useTranslation();
  const told = [useQuery(transitQuery(one.transitId)), useQuery(routesQuery)] as const;
  const [{ data: transit }, { data: routes }] = told;
  // whose a seal is once its transit is over is not told
  const isUnderWay = transit !== undefined && isWatched(transit.state);
  const seal = transit?.containers.find(({ sealId }) => sealId !== undefined)?.sealId;
  const fix = useQuery({ ...sealQuery(seal ?? ''), enabled: isUnderWay && seal !== undefined }).data?.lastFix;
  const linesOf = (id: unknown) =>
    routes?.find((route) => route.id === id)?.legs.map(({ line }) => line.coordinates) ?? [];
  const asked = one.kind === 'reroute' && one.state === 'waiting' ? linesOf(one.fields['routeId']) : [];
  const truck = fix?.lat === undefined || fix.lon === undefined ? undefined : { lat: fix.lat, lon: fix.lon };
  return (
    <Part title={t('card.transit', { number: one.transit.number })}>
      <RouteSketch
        present={linesOf(transit?.routeId ?? one.transit.routeId)}
        asked={asked}
        truck={truck}
        from={names.place(one.transit.from)}
        to={names.place(one.transit.to)}
      />
      <Failed of={told} />
      <TransitFacts transit={transit} names={names} />
    </Part>
  );
}
