import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { countResources, excess, failOnLeaks } from './leaks.js';
import { waitFor } from './wait-for.js';

describe('what is left open', () => {
  it('is named by kind and count', async () => {
    const before = countResources();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(excess(before, countResources())).toContain('1 TCPServerWrap');
    await new Promise((resolve) => server.close(resolve));
    await waitFor(() => !excess(before, countResources()).includes('1 TCPServerWrap'));
  });

  it('is not looked for among what was open before', () => {
    expect(excess(new Map([['TCPSocketWrap', 2]]), new Map([['TCPSocketWrap', 2]]))).toEqual([]);
    expect(excess(new Map([['TCPSocketWrap', 2]]), new Map([['TCPSocketWrap', 3]]))).toEqual([
      '1 TCPSocketWrap',
    ]);
  });
});

describe('a file that closes what it opened late', () => {
  failOnLeaks();
  const server = createServer();
  afterAll(() => void setTimeout(() => server.close(), 100));

  it('passes: the last look waits for it', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(server.listening).toBe(true);
  });
});
