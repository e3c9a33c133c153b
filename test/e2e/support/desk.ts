import type { Cluster, Position } from '@haidang/contract';
import { expect, type Locator, type Page } from '@playwright/test';

/** What the page exposes for reading; see dashboards/src/shared/expose.ts. */
interface Exposed {
  positions(): Position[];
  clusters(): Cluster[];
  camera(): { lat: number; lon: number; zoom: number } | null;
  inView(what: Seen): readonly string[];
}

/** What the map can be asked for. */
type Seen = 'zones' | 'facilities' | 'patrols' | 'way';

/** The centre page as a test uses it. */
export class Desk {
  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Opens the page and waits until the map stands and the first figures are there. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`${this.origin}/${query}`);
    await this.isUp();
    await this.page.evaluate(() => Object.assign(window, { sameDocument: true }));
  }

  /** The map is open and the feed has sent its snapshot. */
  async isUp(): Promise<void> {
    await expect(this.count('in-transit')).toHaveText(/\d/);
    await expect.poll(() => this.camera()).not.toBeNull();
  }

  /** False once the page has been loaded anew since {@link open}. */
  isSameDocument(): Promise<boolean> {
    return this.page.evaluate(() => 'sameDocument' in window);
  }

  positions(): Promise<Position[]> {
    return this.page.evaluate(() => (window as unknown as { haidang: Exposed }).haidang.positions());
  }

  clusters(): Promise<Cluster[]> {
    return this.page.evaluate(() => (window as unknown as { haidang: Exposed }).haidang.clusters());
  }

  async position(sealId: string): Promise<Position | undefined> {
    return (await this.positions()).find((position) => position.sealId === sealId);
  }

  camera(): Promise<{ lat: number; lon: number; zoom: number } | null> {
    return this.page.evaluate(() => (window as unknown as { haidang?: Exposed }).haidang?.camera() ?? null);
  }

  /** The ids of what the map draws in view. */
  inView(what: Seen): Promise<readonly string[]> {
    return this.page.evaluate(
      (which) => (window as unknown as { haidang?: Exposed }).haidang?.inView(which) ?? [],
      what,
    );
  }

  /** A figure of the top bar. */
  count(name: 'in-transit' | 'stale' | 'critical' | 'major' | 'minor'): Locator {
    return this.page.getByTestId(`count-${name}`);
  }

  get rows(): Locator {
    return this.page.getByTestId('alarm-row');
  }

  /** The rows of a container. */
  rowOf(container: string): Locator {
    return this.rows.filter({ hasText: container });
  }

  get card(): Locator {
    return this.page.getByTestId('container-card');
  }

  get banner(): Locator {
    return this.page.getByTestId('feed-banner');
  }

  get search(): Locator {
    return this.page.getByTestId('search');
  }

  /** Takes the pointer off the queue, so that it may move. */
  async pointAway(): Promise<void> {
    await this.page.getByTestId('map').hover();
  }
}
