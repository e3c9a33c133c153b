import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ContradictedFact } from '../office/contradicted.js';
import { Fact, Facts } from '../office/facts.js';
import { useNames } from '../office/use-names.js';
import { saveDossier, saveTrack, TRACK_FILES, type TrackFile } from '../shared/api/transit-story.js';
import { departureSaid } from '../shared/format/departure.js';
import { formatPlate } from '../shared/format/plate.js';
import { problemInWords } from '../shared/format/problem.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Icon } from '../shared/ui/icon.js';
import { Working } from '../shared/ui/working.js';
import { useWork } from '../shared/use-work.js';
import { EvidenceList } from './evidence-list.js';
import { SlotMark } from './slot-mark.js';
import { peopleOf, type Story } from './story.js';
import classes from './transit.module.css';

/** One transit's first lines: what and whose it is, how it stands, and what can be taken away of it. */
export function StoryHead({ story, onDrop }: { story: Story; onDrop?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const names = useNames();
  const { transit, slot } = story;
  const { number, state, containers, from, to } = transit;
  return (
    <article className={classes['story']} data-testid="story" data-transit={transit.id}>
      <div className={classes['first']}>
        <SlotMark slot={slot} size={18} />
        <h2>{number}</h2>
        <span className={classes['state']} data-state={state}>
          {t(`transitState.${state}`)}
        </span>
        <ul className={classes['boxes']}>
          {containers.map((one) => (
            <li key={one.number}>
              <ContainerNumber number={one.number} />
              {one.sealId !== undefined && (
                <a href={`/centre?seal=${encodeURIComponent(one.sealId)}`}>
                  {t('card.seal', { id: one.sealId })}
                </a>
              )}
            </li>
          ))}
        </ul>
        <strong className={classes['way']}>
          {names.place(from)} <Icon name="arrow" size={15} /> {names.place(to)}
        </strong>
        <span className={classes['grow']} />
        <Take story={story} />
        {onDrop !== undefined && (
          <button
            type="button"
            className={classes['icon']}
            aria-label={t('transit.drop', { number })}
            title={t('transit.drop', { number })}
            onClick={onDrop}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <StoryFacts story={story} />
      <EvidenceList story={story} />
    </article>
  );
}

/** The rest of what it is: folded where several are looked at. */
function StoryFacts({ story: { transit, entries } }: { story: Story }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const { vehicle, routeId, declaration, carrierId, departedAt, arrivedAt, arriveBy } = transit;
  const departure = departureSaid(transit, store.clock.now(), t, language);
  const plates = [vehicle.plate, vehicle.trailer].flatMap((one) =>
    one === undefined ? [] : formatPlate(one),
  );
  return (
    <div className={classes['facts']}>
      <Facts>
        <Fact name={t('transitFact.declaration')}>{declaration}</Fact>
        <Fact name={t('transitFact.route')}>{names.route(routeId)}</Fact>
        <Fact name={t('transitFact.vehicle')}>{plates.join(' + ')}</Fact>
        <Fact name={t('transit.carrier')}>{carrierId !== null && names.organisation(carrierId)}</Fact>
        <Fact name={t('transit.departed')}>{departedAt !== null && at(departedAt)}</Fact>
        <Fact name={t('transit.arrived')}>{arrivedAt !== null && at(arrivedAt)}</Fact>
        <ContradictedFact transit={transit} />
        <Fact name={t('transitFact.departBy')}>{departure && `${departure.time} · ${departure.span}`}</Fact>
        <Fact name={t('transitFact.arriveBy')}>{arriveBy !== null && at(arriveBy)}</Fact>
        <Fact name={t('transit.people')}>{peopleOf(entries).join(', ')}</Fact>
      </Facts>
    </div>
  );
}

/** The track as a file, the dossier, and paper. */
function Take({ story: { transit } }: { story: Story }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const track = useWork((form: TrackFile, signal) => saveTrack(transit, form, signal));
  const dossier = useWork((_: void, signal) => saveDossier(transit, language, signal));
  const isBusy = track.isPending || dossier.isPending;
  const problem = track.error ?? dossier.error;
  return (
    <div className={classes['take']}>
      {problem !== null && (
        <span role="alert" className={classes['problem']}>
          {t('transit.notSaved', { detail: problemInWords(problem, t) })}
        </span>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <button type="button" disabled={isBusy} data-testid="take-track">
            {t('transit.track')}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(TRACK_FILES) as TrackFile[]).map((form) => (
            <Menu.Item key={form} data-testid={`take-${form}`} onClick={() => track.mutate(form)}>
              {t(`trackFile.${form}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <button type="button" disabled={isBusy} data-testid="take-dossier" onClick={() => dossier.mutate()}>
        {t('transit.dossier')}
      </button>
      <Working work={track} what={t('transit.making')} />
      <Working work={dossier} what={t('transit.making')} />
    </div>
  );
}
