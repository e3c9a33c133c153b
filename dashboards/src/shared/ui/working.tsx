import { Button } from '@mantine/core';
import { SECOND } from '@haidang/domain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Work } from '../use-work.js';
import classes from './working.module.css';

interface WorkingProps {
  work: Pick<Work<never, unknown>, 'isPending' | 'isLeft' | 'leave'>;
  /** What it does, in words. */
  what: string;
  /** What leaving it comes to, in words; left out: to nothing that needs saying. */
  left?: string;
}

/** What takes a while, for how long it has, and the way out of it. */
export function Working({ work, what, left }: WorkingProps) {
  if (work.isPending) return <UnderWay what={what} onLeave={work.leave} />;
  return work.isLeft && left !== undefined ? <p role="status">{left}</p> : null;
}

function UnderWay({ what, onLeave }: { what: string; onLeave(): void }) {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), SECOND);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className={classes['working']} data-testid="working">
      <p>
        <span role="status">{what}</span> {t('working.for', { seconds })}
      </p>
      <progress aria-label={what} />
      <Button variant="default" size="sm" onClick={onLeave} data-testid="leave-work">
        {t('working.leave')}
      </Button>
    </div>
  );
}
