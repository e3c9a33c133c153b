import path from 'node:path';
import type { Settings } from './settings.js';

/** What the user reads once everything runs; Vietnamese first. */
export function welcome({ origin, broker, logFolder }: Settings): string {
  const address = origin.replace('127.0.0.1', 'localhost');
  const rule = '─'.repeat(64);
  return [
    '',
    rule,
    `  Haidang đang chạy. Mở trang:   ${address}`,
    `  Haidang is running. Open:      ${address}`,
    '',
    `  MQTT    ${withoutPassword(broker)}`,
    `  Log     ${shortest(logFolder)}`,
    '  Ctrl-C  dừng tất cả / stops everything',
    rule,
    '',
    '',
  ].join('\n');
}

/** Relative where that is shorter to read: inside the folder one is in. */
function shortest(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith('..') ? folder : relative;
}

/** An external broker's address may hold a user and a password, which are nobody's to read on a screen. */
function withoutPassword(address: string): string {
  const shown = new URL(address);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
