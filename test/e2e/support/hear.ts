import type { Page } from '@playwright/test';

/** What a page let be heard, and showed to who looks elsewhere. */
export interface Heard {
  tones: number;
  notices: string[];
}

/** Counts the tones that a page plays and keeps the notifications that it shows, which nobody sees in a browser without a head. */
export async function hear(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: { tones: number; notices: string[] } = { tones: 0, notices: [] };
    const make = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function (this: AudioContext) {
      heard.tones++;
      return make.call(this);
    };
    const Shown = class {
      static readonly permission = 'granted';
      constructor(title: string) {
        heard.notices.push(title);
      }
      close(): void {
        // it was never there
      }
    };
    document.hasFocus = () => false;
    Object.assign(window, { heard, Notification: Shown });
  });
}

export const heard = (page: Page): Promise<Heard> =>
  page.evaluate(() => (window as unknown as { heard: Heard }).heard);
