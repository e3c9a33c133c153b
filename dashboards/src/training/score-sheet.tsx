import type { TrainingLineView, TrainingSheetView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../office/facts.js';
import { word } from '../shared/i18n/index.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { clockOf } from './words.js';
import classes from './training.module.css';

/** What a session came to: the sum, what went wrong, and for each alarm what was done and when. */
export function ScoreSheet({ sheet, isRunning }: { sheet: TrainingSheetView; isRunning: boolean }) {
  const { t } = useTranslation();
  const [counting, others] = [true, false].map((is) => sheet.lines.filter(({ counts }) => counts === is));
  const { points, of, told, seconds } = sheet;
  return (
    <div data-testid="training-sheet">
      <p className={classes['score']} data-testid="training-score">
        {t('training.points', { points, of })}
      </p>
      {told < seconds && !isRunning && (
        <div className={classes['early']}>
          {t('training.early', { told: clockOf(told), whole: clockOf(seconds) })}
        </div>
      )}
      <Facts>
        <Fact name={t('training.missed')}>{String(sheet.missed)}</Fact>
        <Fact name={t('training.falseResolutions')}>{String(sheet.falseResolutions)}</Fact>
        <Fact name={t('training.needlessDispatches')}>{String(sheet.needlessDispatches)}</Fact>
        <Fact name={t('training.acts')}>
          {t('training.actsOf', { acts: sheet.acts, refused: sheet.refusedActs })}
        </Fact>
      </Facts>
      <Lines title={t('training.counting')} lines={counting ?? []} />
      {others !== undefined && others.length > 0 && <Lines title={t('training.others')} lines={others} />}
      <p className={classes['small']}>{t('training.howScored')}</p>
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly TrainingLineView[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes['tableFrame']} tabIndex={0} role="region" aria-label={title}>
      <table className={classes['table']}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('training.col.alarm')}</th>
            <th scope="col">{t('training.col.raised')}</th>
            <th scope="col">{t('training.col.seen')}</th>
            <th scope="col">{t('training.col.acknowledged')}</th>
            <th scope="col">{t('training.col.resolved')}</th>
            <th scope="col">{t('training.col.sent')}</th>
            <th scope="col">{t('training.col.points')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={`${line.sealId} ${line.kind}`} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line }: { line: TrainingLineView }) {
  const { t } = useTranslation();
  const { kind, severity, containerNumber, sealId, counts, raisedAfter, points, of, missed } = line;
  const name = word(t, 'alarm', kind);
  if (raisedAfter === undefined)
    return (
      <tr data-testid="training-line" data-seal={sealId}>
        <th scope="row">{name}</th>
        <td colSpan={6}>{t('training.notCome')}</td>
      </tr>
    );
  return (
    <tr data-testid="training-line" data-seal={sealId} data-missed={missed}>
      <th scope="row">
        <StateMark state={severity} size={14} label={t(`severity.${severity}`)} /> {name}
        <small>
          <ContainerNumber number={containerNumber} /> · {sealId}
        </small>
      </th>
      <td>{clockOf(raisedAfter)}</td>
      <td>{line.seenAfter === undefined ? t('training.never') : clockOf(line.seenAfter)}</td>
      <Acknowledged line={line} />
      <Resolved line={line} />
      <td>{sentWord()}</td>
      <td>{counts ? `${points}/${of}` : t('training.noPoints')}</td>
    </tr>
  );

  function sentWord(): string {
    if (line.sentNeedlessly === true) return t('training.sentNeedlessly');
    if (line.sent === undefined) return t('training.noNeed');
    return t(line.sent ? 'training.yes' : 'training.notSent');
  }
}

function Acknowledged({ line: { acknowledgedAfter, goal } }: { line: TrainingLineView }) {
  const { t } = useTranslation();
  const within = goal === undefined ? undefined : clockOf(goal);
  return (
    <td>
      {acknowledgedAfter === undefined ? t('training.never') : clockOf(acknowledgedAfter)}
      {within !== undefined && <small>{t('training.within', { goal: within })}</small>}
    </td>
  );
}

function Resolved({ line: { ending, endings, resolvedAfter } }: { line: TrainingLineView }) {
  const { t } = useTranslation();
  const right = endings.map((one) => word(t, 'ending', one)).join(' / ');
  const isRight = ending !== undefined && endings.includes(ending);
  return (
    <td>
      {ending === undefined ? t('training.never') : word(t, 'ending', ending)}
      {resolvedAfter !== undefined && ` · ${clockOf(resolvedAfter)}`}
      <small>{isRight ? t('training.right') : t('training.wouldBe', { ending: right })}</small>
    </td>
  );
}
