import { pino } from 'pino';
import { expect, it } from 'vitest';
import { ApiError, type ApiErrorCode } from '../http/errors.js';
import { RefusedSignIns } from './refused-sign-ins.js';

function told(...codes: ApiErrorCode[]): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const refused = new RefusedSignIns(pino({ base: null, timestamp: false }, { write }));
  const caller = { address: '203.0.113.7', agent: 'curl', former: undefined };
  for (const code of codes) refused.tell(new ApiError(code), 'u1', caller);
  return lines;
}

it('tells each sign-in that was looked at and refused: whose account, why, and from where', () => {
  expect(told('sign_in_refused', 'second_factor_wrong')).toMatchObject([
    { level: 40, code: 'sign_in_refused', user: 'u1', address: '203.0.113.7', agent: 'curl' },
    { level: 40, code: 'second_factor_wrong', user: 'u1' },
  ]);
});

it('tells of waits once, however often they are run into, and not of a code that is still to come', () => {
  const waits = Array.from({ length: 1_000 }, () => 'too_many_attempts' as const);
  expect(told('second_factor_needed', ...waits)).toMatchObject([{ code: 'too_many_attempts', times: 1 }]);
});
