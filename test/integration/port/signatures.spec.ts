import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Authority, type Certificate } from '../devices/certificates.js';
import { interchange, message } from './codeco.js';
import { BOX, form, Harbour } from './harbour.js';
import { base64url, sign } from './signing.js';

failOnLeaks();

withStore((store) => {
  let harbour: Harbour;
  const folder = mkdtempSync(path.join(tmpdir(), 'haidang-signatures-'));
  let [good, foreign, expired, unknown, revoked, office]: Certificate[] = [];
  const ids = new Map<Certificate, string>();

  const register = async (organisation: string, { cert }: Certificate) =>
    harbour.post(
      `/organisations/${organisation}/certificates`,
      { certificate: cert },
      harbour.api.tokens.administrator,
    );

  beforeAll(async () => {
    harbour = await Harbour.open(store);
    const authority = await Authority.make(folder, 'CA');
    good = await authority.issue('CN=Lach Huyen');
    foreign = await authority.issue('CN=Cat Lai');
    expired = await authority.issue('CN=Old', [-20, -1]);
    unknown = await authority.issue('CN=Unknown');
    revoked = await authority.issue('CN=Revoked');
    office = await authority.issue('CN=Office');
    for (const [organisation, certificate] of [
      ...([
        ['LACH', good],
        ['LACH', expired],
        ['LACH', revoked],
        ['CATL', foreign],
        ['OFFICE', office],
      ] as const),
    ]) {
      const { status, body } = await register(organisation, certificate);
      expect(status, JSON.stringify(body)).toBe(201);
      ids.set(certificate, body.id as string);
    }
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await harbour.close();
  });
  beforeEach(() => harbour.clear());

  const setting = (signatures: string) => harbour.api.patch('/organisations/LACH', { signatures });
  const report = (text: string, signature?: string) =>
    harbour.post(
      '/port-messages',
      text,
      harbour.port,
      signature === undefined ? {} : { 'haidang-signature': signature },
    );
  const text = () => JSON.stringify(form('14', { container: BOX }));
  const revoke = (id: string, body?: object) =>
    harbour.api.send('DELETE', `/organisations/LACH/certificates/${id}`, body, {
      authorization: `Bearer ${harbour.api.tokens.administrator}`,
    });

  it('a certificate is registered once, listed, revoked with a reason, and stays in the list', async () => {
    const again = await register('CATL', good!);
    expect(again.body.code).toBe('already_exists');
    expect((await revoke(ids.get(revoked!)!)).body.code).toBe('invalid_request');
    expect((await revoke(ids.get(revoked!)!, { reason: 'the key was lost' })).body).toMatchObject({
      revokeReason: 'the key was lost',
      subject: 'CN=Revoked',
    });
    expect((await revoke(ids.get(revoked!)!, { reason: 'again' })).body.code).toBe('wrong_state');
    expect((await revoke(ids.get(foreign!)!, { reason: 'x' })).body.code).toBe('certificate_not_found');
    const { body } = await harbour.get('/organisations/LACH/certificates');
    expect(body.items.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).toEqual(
      [revoked!, expired!, good!].map(({ fingerprint }) => fingerprint.toString('base64url')),
    );
  });

  it.each([['no PEM'], ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']])(
    '%j is no certificate',
    async (certificate) => {
      const { body } = await harbour.post(
        '/organisations/LACH/certificates',
        { certificate },
        harbour.api.tokens.administrator,
      );
      expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'certificate' }] });
    },
  );

  it('who signed what is kept and shown, whatever the setting', async () => {
    for (const value of ['off', 'flag', 'require']) {
      await setting(value);
      const body = text();
      const signature = await sign(body, good!);
      const { status, body: answer } = await report(body, signature);
      expect([status, answer.flags.includes('unsigned')]).toEqual([201, false]);
      expect((await harbour.get(`/port-messages/${answer.id}`)).body).toMatchObject({
        signedBy: {
          organisationId: 'LACH',
          subject: 'CN=Lach Huyen',
          fingerprint: good!.fingerprint.toString('base64url'),
        },
        original: { text: body, signature },
      });
    }
  });

  /** A body and its signature, which does not hold, and how. */
  const wrong: Readonly<Record<string, (body: string) => Promise<string>>> = {
    'of other bytes': (body) => sign(`${body} `, good!),
    'by a key that is not the certificate’s': (body) => sign(body, { ...good!, key: foreign!.key }),
    'by another organisation': (body) => sign(body, foreign!),
    'by a certificate that nobody registered': (body) => sign(body, unknown!),
    'by one that was revoked': (body) => sign(body, revoked!),
    'by one that is over': (body) => sign(body, expired!),
    'by an algorithm that is none': (body) => sign(body, good!, { alg: 'none' }),
    'by a shared secret’s algorithm': (body) => sign(body, good!, { alg: 'HS256' }),
    'with what must be understood and is not': (body) => sign(body, good!, { crit: ['x'], x: 1 }),
    'without a certificate': (body) => sign(body, good!, { 'x5t#S256': undefined }),
    'that is none': () => Promise.resolve('x..y'),
    'that is whole and not detached': async (body) =>
      (await sign(body, good!)).replace('..', `.${base64url(body)}.`),
  };

  describe.each(Object.keys(wrong))('a signature %s', (how) => {
    it('is refused where one is required', async () => {
      await setting('require');
      const body = text();
      expect(await report(body, await wrong[how]!(body))).toMatchObject({
        status: 403,
        body: { code: 'signature_invalid' },
      });
      expect(await harbour.stays(BOX)).toEqual([]);
    });

    it('is flagged where the setting is to flag', async () => {
      await setting('flag');
      const body = text();
      const { status, body: answer } = await report(body, await wrong[how]!(body));
      expect([status, answer.flags, answer.signedBy]).toEqual([201, ['signature_invalid'], undefined]);
    });
  });

  it('without one: nothing, a flag, or a refusal', async () => {
    await setting('off');
    expect((await report(text())).body.flags).toEqual([]);
    await setting('flag');
    expect((await report(text())).body.flags).toEqual(['unsigned', 'landed_before']);
    await setting('require');
    expect((await report(text())).body).toMatchObject({ status: 403, code: 'signature_missing' });
  });

  it('of a CODECO it is over the bytes of the interchange', async () => {
    await setting('require');
    const body = interchange([message('1', 34, [{ container: BOX }])]);
    const post = (signature: string) =>
      harbour.post('/edi/codeco', body, harbour.port, {
        ...{ 'content-type': 'application/edifact', accept: 'application/json' },
        'haidang-signature': signature,
      });
    expect((await post(await sign(body.trimEnd(), good!))).body.code).toBe('signature_invalid');
    const { status, body: answer } = await post(await sign(body, good!));
    expect(status).toBe(200);
    expect((await harbour.get(`/port-messages/${answer.messages[0].portMessages[0]}`)).body).toMatchObject({
      signedBy: { subject: 'CN=Lach Huyen' },
    });
  });

  describe('an office’s messages', () => {
    const declaration = () =>
      JSON.stringify({
        ...{ number: `D-${++count}`, officeId: 'OFFICE', purpose: 'import', channel: 'green' },
        ...{ status: 'cleared', registeredAt: '2026-11-26T08:00:00+07:00' },
      });
    let count = 0;
    const declare = (body: string, signature?: string) =>
      harbour.post('/declarations', body, harbour.officer, {
        ...(signature !== undefined && { 'haidang-signature': signature }),
      });
    const calls = async (token = harbour.officer) => (await harbour.get('/signed-calls', token)).body.items;

    it('are kept with who signed them, and can be verified again', async () => {
      const body = declaration();
      const signature = await sign(body, office!);
      expect((await declare(body, signature)).status).toBeLessThan(300);
      const [kept] = await calls();
      expect(kept).toMatchObject({
        ...{ organisationId: 'OFFICE', call: 'POST /api/v1/declarations', flags: [], signature },
        signedBy: { organisationId: 'OFFICE', subject: 'CN=Office' },
      });
      expect((await harbour.get(`/signed-calls/${kept.id}`, harbour.officer)).body.body).toBe(body);
      expect((await harbour.get(`/signed-calls/${kept.id}`, harbour.port)).body.code).toBe(
        'signed_call_not_found',
      );
      expect(await calls(harbour.otherOfficer)).toEqual([]);
    });

    it('are flagged, or refused, as the office’s setting says', async () => {
      await harbour.api.patch('/organisations/OFFICE', { signatures: 'flag' });
      expect((await declare(declaration())).status).toBeLessThan(300);
      expect((await calls())[0]).toMatchObject({ flags: ['unsigned'] });
      await harbour.api.patch('/organisations/OFFICE', { signatures: 'require' });
      expect((await declare(declaration())).body.code).toBe('signature_missing');
      const body = declaration();
      expect((await declare(body, await sign(body, good!))).body.code).toBe('signature_invalid');
      const { number } = JSON.parse(body) as { number: string };
      expect((await harbour.get(`/declarations/${number}`, harbour.officer)).status).toBe(404);
      expect((await declare(body, await sign(body, office!))).status).toBeLessThan(300);
      // what is only read wants no signature
      expect((await harbour.get('/declarations', harbour.officer)).status).toBe(200);
      await harbour.api.patch('/organisations/OFFICE', { signatures: null });
    });
  });

  it('the platform signs its own: an acknowledgement holds by its public key, and only as it came', async () => {
    await setting('off');
    const body = interchange([message('1', 34, [{ container: BOX }])]);
    const answer = await harbour.post('/edi/codeco', body, harbour.port, {
      'content-type': 'application/edifact',
    });
    const [header, sealed] = answer.headers.get('haidang-signature')!.split('..') as [string, string];
    const [jwk] = (await harbour.get('/signing-keys')).body.keys as JsonWebKey[];
    const key = createPublicKey({ key: jwk as never, format: 'jwk' });
    const holds = (text: string) =>
      verify(null, Buffer.from(`${header}.${base64url(text)}`), key, Buffer.from(sealed, 'base64url'));
    expect([holds(answer.body as string), holds(`${String(answer.body)} `)]).toEqual([true, false]);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
      typ: 'acknowledgement+jws',
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(harbour.api.errors).toEqual([]));
});
