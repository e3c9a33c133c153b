import { HANDOVER_ITEMS, type WholeHandoverView } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { Chip, Part } from '../office/facts.js';
import office from '../office/office.module.css';
import { PrimaryButton } from '../session/primary-button.js';
import { whole } from '../shared/format/number.js';
import { clockAndDay } from '../shared/format/time.js';
import { ChangeList } from './change-list.js';
import classes from './handover.module.css';
import { ItemRow } from './item-row.js';
import { Signatures } from './signatures.js';
import type { Chosen } from './use-chosen.js';
import type { Telling } from './words.js';
import { WordField } from './word-field.js';

interface NoteProps extends Pick<Chosen, 'writing' | 'next' | 'mayWrite' | 'isGiver'> {
  note: WholeHandoverView;
  telling: Telling;
  onSign(): void;
}

/** A shift's note: what is not done, what the shift says of it, and who signed. */
export function Note({ note, telling, writing, next, mayWrite, isGiver, onSign }: NoteProps) {
  const { t } = useTranslation();
  const { language, names, now } = telling;
  const { state, begunAt, begunBy, changes, items, notes, remark, since, leftOf } = note;
  const changed = new Map(changes.map((change) => [change.key, change]));
  const title = t('handover.of', { time: clockAndDay(begunAt, 0, language) });
  const at = state === 'draft' ? now : Date.parse(since);
  return (
    <article aria-label={title} className={classes['note']} data-testid="handover" data-state={state}>
      <header className={office['itemHead']}>
        <h2>{title}</h2>
        <Chip waits={state !== 'taken'}>{t(`handoverState.${state}`)}</Chip>
        <span className={classes['quiet']}>
          {names.organisation(note.organisationId)}
          {begunBy !== undefined && ` · ${t('handover.by', { name: begunBy })}`}
        </span>
      </header>
      <p className={office['said']}>
        {t(`handoverSaid.${isGiver && state === 'given' ? 'waits' : state}`, {
          ...{ giver: note.given?.by, taker: note.taken?.by },
        })}
      </p>
      <div className={office['acts']}>
        {next !== undefined && (
          <PrimaryButton type="button" size="md" onClick={onSign} data-testid={`sign-${next}`}>
            {t(`handoverAct.${next}`)}
          </PrimaryButton>
        )}
        <Button variant="default" size="md" onClick={() => print()} data-testid="print">
          {t('handover.print')}
        </Button>
        <span role="status" className={classes['kept']} data-testid="kept">
          {writing.isPending && t('handover.keeping')}
          {writing.isSuccess && t('handover.kept')}
        </span>
      </div>
      <ActProblem error={writing.error} />
      {changes.length > 0 && (
        <Part
          title={t('handover.changedSince', {
            count: changes.length,
            time: clockAndDay(since, now, language),
          })}
        >
          <ChangeList {...{ changes, items, telling }} />
        </Part>
      )}
      <Part title={t('handover.remark')}>
        {mayWrite ? (
          <>
            <WordField
              isBare
              label={t('handover.remarkHint')}
              value={remark}
              most={4000}
              rows={3}
              testId="remark"
              onSave={(text) => writing.mutateAsync({ remark: text })}
            />
            {state === 'given' && <p className={classes['quiet']}>{t('handover.signAnew')}</p>}
          </>
        ) : (
          <p className={classes['word']}>{remark === '' ? t('handover.noRemark') : remark}</p>
        )}
      </Part>
      {HANDOVER_ITEMS.map((kind) => {
        const ofKind = items.filter(({ what }) => what === kind);
        return (
          <Part
            key={kind}
            title={`${t(`handoverPart.${kind}`)} (${whole(ofKind.length + leftOf[kind], language)})`}
          >
            {ofKind.length === 0 && <p className={classes['quiet']}>{t('handover.none')}</p>}
            <ul className={classes['rows']}>
              {ofKind.map((item) => (
                <ItemRow
                  key={item.key}
                  {...{ item, telling, at }}
                  change={changed.get(item.key)}
                  note={notes[item.key]}
                  onNote={
                    mayWrite ? (text) => writing.mutateAsync({ notes: { [item.key]: text } }) : undefined
                  }
                />
              ))}
            </ul>
            {leftOf[kind] > 0 && (
              <p className={classes['quiet']} data-testid={`left-${kind}`}>
                {t(`handoverLeft.${kind}`, { count: leftOf[kind] })}
              </p>
            )}
          </Part>
        );
      })}
      <Signatures note={note} telling={telling} />
    </article>
  );
}
