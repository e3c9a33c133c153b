import { Signal } from '../signal.js';

/** `ask`: nobody has decided yet; `denied`: the browser, or who uses it, forbids it; `missing`: it has none here, as off TLS. */
export type NoticeState = 'granted' | 'ask' | 'denied' | 'missing';

/** The browser's own notifications: for who looks elsewhere. */
export class Notices {
  readonly state = new Signal<NoticeState>(stateNow());

  /** Asks for leave; the browser asks the person. */
  async ask(): Promise<void> {
    if (this.state.get() !== 'ask') return;
    await Notification.requestPermission();
    this.state.set(stateNow());
  }

  /**
   * Says something to who does not look at the page.
   * @param tag of the same tag the last one stands
   */
  show(
    title: string,
    { body, tag, stays }: { body: string; tag: string; stays: boolean },
    onClick: () => void,
  ): void {
    if (this.state.get() !== 'granted' || document.hasFocus()) return;
    try {
      const notice = new Notification(title, { body, tag, requireInteraction: stays, icon: '/icon.svg' });
      notice.onclick = () => {
        window.focus();
        notice.close();
        onClick();
      };
    } catch {
      // some browsers of telephones have the permission and no notifications
      this.state.set('missing');
    }
  }
}

function stateNow(): NoticeState {
  if (!('Notification' in window)) return 'missing';
  return Notification.permission === 'default' ? 'ask' : Notification.permission;
}
