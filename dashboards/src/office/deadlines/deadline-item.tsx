import type { DeadlineView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ContainerFile } from '../../gatehouse/container-file.js';
import { transitQuery } from '../../shared/api/queries.js';
import { spanInWords } from '../../shared/format/ago.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServerNow, useServices } from '../../shared/services.js';
import { Chip, Fact, Facts, Part } from '../facts.js';
import { TransitFacts } from '../transit-facts.js';
import { useNames } from '../use-names.js';
import { leftInWords } from '../words.js';
import classes from '../office.module.css';
import { subjectOf } from './sieve.js';
import { Failed } from '../../shared/ui/failed.js';

/** What is due, by when, how that was counted, and the thing itself. */
export function DeadlineItem({ one }: { one: DeadlineView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state } = useServices();
  const names = useNames();
  const now = useServerNow(MINUTE / 2);
  const at = (time: string) => clockAndDay(time, now, language);
  const { kind, dueAt, counted, responsibleId, officeId, facilityId, declaration, container, transitId } =
    one;
  const how = { span: spanInWords(counted.within, t), from: at(counted.from) };
  return (
    <article aria-label={`${word(t, 'deadlineKind', kind)} · ${subjectOf(one)}`}>
      <header className={classes['itemHead']}>
        <h2>{word(t, 'deadlineKind', kind)}</h2>
        <Chip waits={one.state !== 'running'}>{leftInWords(dueAt, now, t)}</Chip>
      </header>
      <p className={classes['said']}>
        {t(`deadlineIs.${kind}`, { subject: subjectOf(one), time: at(dueAt) })}
      </p>
      <Facts>
        <Fact name={t('deadline.counted')}>
          {counted.direction === 'before' ? t('deadline.before', how) : t(`deadlineAfter.${counted.as}`, how)}
        </Fact>
        <Fact name={t('deadline.responsible')}>
          {responsibleId !== undefined && names.organisation(responsibleId)}
        </Fact>
        <Fact name={t('deadline.office')}>{officeId !== undefined && names.organisation(officeId)}</Fact>
        <Fact name={t('caseFact.place')}>{facilityId !== undefined && names.place(facilityId)}</Fact>
        <Fact name={t('caseFact.declaration')}>{declaration}</Fact>
      </Facts>
      {container !== undefined && (
        <ContainerFile
          number={container}
          facilityId={facilityId ?? ''}
          onClose={() => state.chooseItem(undefined)}
        />
      )}
      {transitId !== undefined && <Transit id={transitId} />}
    </article>
  );
}

function Transit({ id }: { id: string }) {
  const { t } = useTranslation();
  const names = useNames();
  const asked = useQuery(transitQuery(id));
  const transit = asked.data;
  return (
    <Part title={t('card.transit', { number: transit?.number ?? id })}>
      <Failed of={asked} />
      <TransitFacts transit={transit} names={names} />
    </Part>
  );
}
