import type { RunningPlatform } from '@haidang/testkit/platform';

/** Every item of a list, however many pages it has. */
export async function pages<T>(platform: Pick<RunningPlatform, 'call'>, path: string): Promise<T[]> {
  const all: T[] = [];
  const sign = path.includes('?') ? '&' : '?';
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; next: string | null } = await platform.call(`${path}${sign}limit=1000${from}`);
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

/** The value of a metric's line, labels as Prometheus writes them; 0 while it was never counted. */
export async function metric(origin: string, line: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? 0 : Number(found.slice(line.length + 1));
}
