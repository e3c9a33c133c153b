import type { OfflinePolicy } from '@haidang/domain';
import type { TFunction } from 'i18next';

/** `Danh sách có hiệu lực 4 giờ, sau đó giữ mọi xe ra.` */
export function policyInWords({ listMinutes, afterExpiry }: OfflinePolicy, t: TFunction): string {
  return t(`policyIs.${afterExpiry}`, { span: spanOf(listMinutes, t) });
}

function spanOf(minutes: number, t: TFunction): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    hours > 0 ? t('policy.hours', { count: hours }) : undefined,
    rest > 0 ? t('policy.minutes', { count: rest }) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}
