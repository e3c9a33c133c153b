import type { EligibleListView, SigningKeysView } from '@haidang/contract';
import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { readCode, trusted } from './list.js';

const LIST: Omit<EligibleListView, 'signature'> = {
  ...{ id: 'L1', facilityId: 'LACHHUYEN', afterExpiry: 'hold' },
  ...{ at: '2026-11-26T01:03:00.000Z', expiresAt: '2026-11-26T05:03:00.000Z' },
  declarations: [
    {
      ...{ number: 'D1', status: 'cleared', channel: 'green' },
      lines: [
        {
          container: 'CSQU3054383',
          plate: '15C-123.45',
          officerConfirmed: true,
          token: 't',
          holds: ['segregated'],
        },
        { goods: { description: 'gạo' }, officerConfirmed: true, token: 't' },
      ],
    },
  ],
  transits: [
    {
      ...{
        container: 'TCNU7200794',
        number: 'QT-1',
        plate: '29H-999.99',
        means: 'truck',
        state: 'in_transit',
      },
      ...{ approved: true, comes: true },
    },
  ],
  expected: [{ container: 'TOLU4734787', purpose: 'import' }],
};

const pair = generateKeyPairSync('ed25519');
const { x } = pair.publicKey.export({ format: 'jwk' });
const keys: SigningKeysView = {
  keys: [{ kty: 'OKP', crv: 'Ed25519', x: x!, kid: 'K1', alg: 'EdDSA', use: 'sig' }],
};

/** A compact JWS, as the platform's signer makes it. */
function signed(content: object, typ = 'eligible-list+jws'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'EdDSA', kid: 'K1', typ })}.${part(content)}`;
  return `${text}.${sign(null, Buffer.from(text), pair.privateKey).toString('base64url')}`;
}

test('a list that the platform signed for this facility is believed', async () => {
  const list = (await trusted(signed(LIST), keys, 'LACHHUYEN'))!;
  expect([list.id, list.expiresAt - list.at]).toEqual(['L1', 4 * 3_600_000]);
  expect(list.eligible.get('CSQU3054383')).toMatchObject({
    plate: '15C12345',
    holds: ['segregated'],
    validUntil: null,
  });
  expect([...list.eligible.keys()], 'bulk goods are no containers').toEqual(['CSQU3054383']);
  expect(list.transits.get('TCNU7200794')).toMatchObject({ plate: '29H99999', sealId: null });
  expect(list.expectedTrucks).toEqual([
    { container: 'TCNU7200794', plate: '29H-999.99', transit: 'QT-1' },
    { container: 'TOLU4734787', plate: null, transit: null },
  ]);
});

test('another facility’s, one that was changed, of another key or another purpose, or none at all is never used', async () => {
  const jws = signed(LIST);
  expect(await trusted(jws, keys, 'CATLAI')).toBeUndefined();
  const [header, , signature] = jws.split('.');
  const forged = btoa(JSON.stringify({ ...LIST, afterExpiry: 'allow_listed', declarations: [] }));
  expect(await trusted([header, forged, signature].join('.'), keys, 'LACHHUYEN')).toBeUndefined();
  expect(await trusted(signed(LIST, 'notice+jws'), keys, 'LACHHUYEN')).toBeUndefined();
  expect(await trusted(jws, { keys: [{ ...keys.keys[0]!, kid: 'another' }] }, 'LACHHUYEN')).toBeUndefined();
  expect(await trusted(jws, { keys: [] }, 'LACHHUYEN')).toBeUndefined();
  for (const wrong of ['', 'a.b', 'a.b.c', `${jws}.x`, jws.slice(0, -4)])
    expect(await trusted(wrong, keys, 'LACHHUYEN'), wrong).toBeUndefined();
});

test('a code says what customs signed, for this place alone', async () => {
  const content = { id: 'E1', facility: 'LACHHUYEN', declaration: 'D1', container: 'CSQU3054383' };
  const code = signed(content, 'eligibility+jws');
  expect(await readCode(code, keys, 'LACHHUYEN')).toEqual(content);
  expect(await readCode(code, keys, 'CATLAI')).toBe('elsewhere');
  expect(await readCode(signed(content), keys, 'LACHHUYEN'), 'a list is no code').toBe('not_signed');
  expect(await readCode('https://example.org', keys, 'LACHHUYEN')).toBe('not_signed');
});
