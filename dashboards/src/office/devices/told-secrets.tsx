import type { IssuedSecret } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../office.module.css';

/** Told once: whoever reads it puts it into the device. A certificate has no secret. */
export function ToldSecret({ secret }: { secret: string | undefined }) {
  const { t } = useTranslation();
  return (
    <p role="status" className={classes['odd']} data-testid="told-secret">
      <span>{t(secret === undefined ? 'device.byCertificate' : 'device.told')}</span>
      {secret !== undefined && <code>{secret}</code>}
    </p>
  );
}

/** The secrets of a whole file, as a file, once. */
export function ToldSecrets({ items }: { items: readonly IssuedSecret[] }) {
  const { t } = useTranslation();
  const csv = [
    'name,kind,secret',
    ...items.map(({ name, kind, secret = '' }) => `${name},${kind},${secret}`),
  ];
  return (
    <div role="status" className={classes['odd']} data-testid="told-secrets">
      <span>{t('device.imported', { count: items.length })}</span>
      <Button
        component="a"
        variant="default"
        size="md"
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(`${csv.join('\n')}\n`)}`}
        download="secrets.csv"
        data-testid="secrets-file"
      >
        {t('device.secretsFile')}
      </Button>
    </div>
  );
}
