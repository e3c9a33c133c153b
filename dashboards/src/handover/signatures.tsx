import type { HandoverItem, HandoverSignature, WholeHandoverView } from '@haidang/contract';
import { Part } from '../office/facts.js';
import { clockAndDay } from '../shared/format/time.js';
import { ChangeList } from './change-list.js';
import classes from './handover.module.css';
import type { Telling } from './words.js';

/** Who handed over and who took over: when, and what they had before them. */
export function Signatures({ note, telling }: { note: WholeHandoverView; telling: Telling }) {
  const { t } = telling;
  return (
    <Part title={t('handover.signatures')}>
      <div className={classes['signatures']}>
        {(['given', 'taken'] as const).map((as) => (
          <section key={as} aria-label={t(`handoverSign.${as}`)} data-testid={`signature-${as}`}>
            <h4>{t(`handoverSign.${as}`)}</h4>
            {note[as] === undefined ? (
              <p className={classes['quiet']}>{t('handover.unsigned')}</p>
            ) : (
              <Signature signed={note[as]} {...{ note, telling }} />
            )}
          </section>
        ))}
      </div>
    </Part>
  );
}

interface SignatureProps {
  signed: HandoverSignature;
  note: WholeHandoverView;
  telling: Telling;
}

function Signature({ signed, note, telling }: SignatureProps) {
  const { t, language, now } = telling;
  const { by, at, hash, intact, changes } = signed;
  const items: HandoverItem[] = note.items;
  return (
    <>
      <p>
        <b>{by}</b>, {clockAndDay(at, now, language)}
      </p>
      <p className={classes['quiet']}>{t('handover.revision', { revision: note.revision })}</p>
      <code className={classes['hash']}>{hash}</code>
      {!intact && <p role="alert">{t('handover.broken')}</p>}
      {changes.length > 0 && (
        <>
          <p className={classes['quiet']}>{t('handover.shown', { count: changes.length })}</p>
          <ChangeList changes={changes} items={items} telling={telling} />
        </>
      )}
    </>
  );
}
