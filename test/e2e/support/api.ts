/** A call of the API below `/api/v1`; with a body it posts. @throws Error with the problem's words when it is refused */
export async function call<T>(origin: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Every item of a list, however many pages it has. */
export async function pages<T>(origin: string, path: string): Promise<T[]> {
  const all: T[] = [];
  const sign = path.includes('?') ? '&' : '?';
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; next: string | null } = await call(origin, `${path}${sign}limit=1000${from}`);
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
