import { fileURLToPath } from 'node:url';
import type { SignedInView } from '@haidang/contract';
import { failOnLeaks, NodeProcess, startPlatform, type RunningPlatform } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

failOnLeaks();

const CLI = fileURLToPath(new URL('../../../apps/platform/dist/cli.js', import.meta.url));
let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startPlatform({ passing: true });
});
afterAll(() => platform?.dispose());

async function signIn(username: string, password: string): Promise<SignedInView | undefined> {
  const answer = await fetch(`${platform.origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const body = (await answer.json()) as SignedInView;
  return answer.status === 201 ? body : undefined;
}

async function cli(...args: string[]): Promise<{ code: number | null; text: string }> {
  const program = new NodeProcess({ script: CLI, args, env: { DATA_DIR: platform.dataDir } });
  const { code } = await program.ended;
  return { code, text: program.log };
}

const passwordIn = (text: string) => /[a-z0-9]{5}(-[a-z0-9]{5}){3}/.exec(text)?.[0] ?? '';

it('the first start says the first administrator’s password once, and it must be changed', async () => {
  const password = passwordIn(platform.log);
  expect(platform.log.split(password)).toHaveLength(2);
  expect(platform.log.split('\n').filter((line) => line.startsWith('{') && line.includes(password))).toEqual(
    [],
  );
  expect(await signIn('admin', password)).toMatchObject({
    must: 'change_password',
    person: { role: 'administrator' },
  });
  await platform.restart();
  expect(passwordIn(platform.log)).toBe('');
  expect(await signIn('admin', password)).toBeDefined();
  expect(await signIn('admin', 'admin')).toBeUndefined();
});

it('the command line makes an administrator and helps out one who forgot, beside the running platform', async () => {
  const made = await cli('admin', 'create', 'Minh', '--name', 'Minh Đỗ');
  expect(made.code, made.text).toBe(0);
  const first = await signIn('minh', passwordIn(made.text));
  expect(first).toMatchObject({ must: 'change_password', person: { name: 'Minh Đỗ' } });
  expect(await cli('admin', 'create', 'minh')).toEqual({
    code: 1,
    text: 'haidang: there is a user minh already\n',
  });
  const reset = await cli('admin', 'reset-password', 'minh');
  expect(await signIn('minh', passwordIn(made.text))).toBeUndefined();
  expect(await signIn('minh', passwordIn(reset.text))).toBeDefined();
  const over = await fetch(`${platform.origin}/api/v1/session`, {
    headers: { authorization: `Bearer ${first!.token}` },
  });
  expect(over.status).toBe(401);
  expect((await cli('admin', 'reset-password', 'nobody')).text).toBe('haidang: there is no user nobody\n');
}, 60_000);

it('a demo that becomes the real thing lets nobody in by the demo’s accounts', async () => {
  await platform.restart({ HAIDANG_DEMO: '1' });
  const accounts = async () =>
    (await (await fetch(`${platform.origin}/api/v1/demo/accounts`)).json()) as {
      items: { username: string; password: string; role: string }[];
    };
  const { items } = await accounts();
  expect(new Set(items.map(({ role }) => role)).size).toBe(7);
  for (const { username, password } of items)
    expect(await signIn(username, password), username).toBeDefined();
  await platform.restart();
  expect(await accounts()).toEqual({ items: [], simulator: null });
  for (const { username, password } of items.slice(0, 2))
    expect(await signIn(username, password)).toBeUndefined();
}, 120_000);
