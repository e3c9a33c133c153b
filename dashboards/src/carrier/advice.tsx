import { useTranslation } from 'react-i18next';
import { word } from '../shared/i18n/index.js';
import { ADVISED } from './advised.js';
import classes from './carrier.module.css';

/** What to do, by what customs may call about. */
export function Advice() {
  const { t } = useTranslation();
  return (
    <section className={classes['form']} aria-labelledby="advice-title" id="advice">
      <h2 id="advice-title">{t('advice.title')}</h2>
      <p className={classes['quiet']}>{t('advice.text')}</p>
      <dl className={classes['advice']}>
        {ADVISED.map((kind) => (
          <div key={kind}>
            <dt>{word(t, 'alarm', kind)}</dt>
            <dd>{t(`advised.${kind}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
