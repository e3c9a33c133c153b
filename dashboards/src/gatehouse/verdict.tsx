import { useTranslation } from 'react-i18next';
import { Icon } from '../shared/ui/icon.js';
import classes from './verdict.module.css';

/** Pass or hold: by sign, word and colour. */
export function Verdict({ verdict, size }: { verdict: 'pass' | 'hold'; size: 'large' | 'small' }) {
  const { t } = useTranslation();
  return (
    <strong className={classes['verdict']} data-verdict={verdict} data-size={size}>
      <Icon name={verdict} size={size === 'large' ? 56 : 20} />
      <span>{t(`gateVerdict.${verdict}`)}</span>
    </strong>
  );
}
