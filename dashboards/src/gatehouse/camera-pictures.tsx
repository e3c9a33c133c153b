import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './camera-pictures.module.css';

/** An address of a picture that the platform keeps; what else a camera may name lies elsewhere, and nothing leaves the origin. */
const KEPT = /^\/api\/v1\/evidence\/[\w-]+$/;
/** A camera takes the truck and its plate. */
const MOST = 2;

/** What the camera saw of a truck. One that cannot be shown, as without a network, leaves no gap. @param images of the passage */
export function CameraPictures({ images }: { images: readonly string[] }) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState<readonly string[]>([]);
  const shown = images.filter((one) => KEPT.test(one) && !broken.includes(one)).slice(0, MOST);
  if (shown.length === 0) return null;
  return (
    <ul className={classes['pictures']} aria-label={t('gatehouse.pictures')} data-testid="camera-pictures">
      {shown.map((one, i) => (
        <li key={one}>
          <a href={`${one}/content`} target="_blank" rel="noreferrer">
            <img
              src={`${one}/content`}
              alt={t('gatehouse.picture', { number: i + 1 })}
              onError={() => setBroken((before) => [...before, one])}
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
