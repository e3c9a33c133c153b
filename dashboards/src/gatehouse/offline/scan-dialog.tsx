import type { TokenContent } from '@haidang/contract';
import { Button, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readSigningKeys } from '../../shared/api/gates.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import form from '../../shared/ui/act-dialog.module.css';
import type { Booth } from './booth.js';
import { readCode } from './list.js';
import { watchForCode } from './scan.js';
import classes from './offline.module.css';

interface ScanButtonProps {
  facilityId: string;
  booth: Booth | null;
  onRead(content: TokenContent): void;
}

type Trouble = 'no_camera' | 'not_signed' | 'elsewhere' | 'no_keys';

/** Reads a container's QR code with the tablet's camera; what it says is taken only when customs signed it for this place. */
export function ScanButton(props: ScanButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="lg" mih={56} onClick={() => setOpen(true)} data-testid="scan-open">
        {t('scan.open')}
      </Button>
      <Modal.Root opened={isOpen} onClose={() => setOpen(false)} centered size={620}>
        <Modal.Overlay />
        {isOpen && (
          <ActDialog title={t('scan.title')} testId="scan-dialog" onClose={() => setOpen(false)}>
            <Scanner
              {...props}
              onRead={(content) => {
                props.onRead(content);
                setOpen(false);
              }}
            />
          </ActDialog>
        )}
      </Modal.Root>
    </>
  );
}

function Scanner({ facilityId, booth, onRead }: ScanButtonProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<Trouble>();
  const read = useRef(onRead);
  useEffect(() => {
    read.current = onRead;
  });
  useEffect(() => {
    const judge = async (code: string) => {
      const keys = (await booth?.keys()) ?? (await readSigningKeys().catch(() => undefined));
      if (keys === undefined) return setTrouble('no_keys');
      const content = await readCode(code, keys, facilityId);
      if (typeof content === 'string') setTrouble(content);
      else read.current(content);
    };
    return watchForCode(
      video.current!,
      (code) => void judge(code),
      () => setTrouble('no_camera'),
    );
  }, [booth, facilityId]);
  return (
    <div className={form['form']}>
      <video ref={video} className={classes['video']} muted playsInline aria-label={t('scan.hint')} />
      <p role="status">{trouble === undefined ? t('scan.hint') : t(`scanTrouble.${trouble}`)}</p>
    </div>
  );
}
