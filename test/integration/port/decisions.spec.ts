import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ago, BOX, form, Harbour, OTHER } from './harbour.js';

failOnLeaks();

withStore((store) => {
  let harbour: Harbour;
  beforeAll(async () => {
    harbour = await Harbour.open(store);
  });
  afterAll(() => harbour.close());
  beforeEach(() => harbour.clear());

  const landing = async (fields: object = {}) => {
    const body = form('14', { container: BOX, ...fields });
    return { number: body['number'] as string, id: (await harbour.report(body)).body.id as string };
  };
  /** Sends a correction, which waits. */
  const ask = async (number: string, fields: object) => {
    const { status, body } = await harbour.report(form(number, { reason: 'a slip of the pen', ...fields }));
    expect([status, body.state]).toEqual([201, 'waiting']);
    return body.id as string;
  };
  const stateOf = async (id: string) => (await harbour.get(`/port-messages/${id}`)).body.state as string;

  it('17 does nothing until an officer approves; then the container never was here, and is expected again', async () => {
    const expected = await harbour.expect(BOX);
    const { number, id } = await landing();
    const cancel = await ask('17', { corrects: number });
    expect(await harbour.stays(BOX)).toMatchObject([{ gone: false }]);
    const approved = await harbour.decide('approve', cancel);
    expect(approved).toMatchObject({
      status: 200,
      body: { state: 'taken', corrects: id, container: BOX, decisionReason: 'looked at' },
    });
    expect(await harbour.stays(BOX)).toMatchObject([{ state: 'withdrawn', gone: true }]);
    expect(await harbour.stateOf('expected_containers', expected)).toBe('expected');
    expect(await stateOf(id)).toBe('withdrawn');
    // it may land again
    expect((await harbour.report(form('14', { container: BOX }))).body.flags).toEqual([]);
  });

  it('17 of what a camera saw come: it still stands, and is unreported', async () => {
    await harbour.see(BOX, 7);
    const { number } = await landing();
    await harbour.decide('approve', await ask('17', { corrects: number }));
    expect(await harbour.stays(BOX)).toMatchObject([{ state: 'landed', gone: false, in_reported: false }]);
  });

  it('16 changes the seal and the purpose', async () => {
    const { number } = await landing({ carrierSeal: 'ML-1' });
    const change = { corrects: number, changes: { carrierSeal: 'ML-2', purpose: 'transit' } };
    await harbour.decide('approve', await ask('16', change));
    expect(await harbour.stays(BOX)).toMatchObject([{ carrier_seal: 'ML-2', purpose: 'transit' }]);
  });

  it('27 corrects the number: the one that was expected has come', async () => {
    const [wrong, right] = [await harbour.expect(BOX), await harbour.expect(OTHER)];
    const { number } = await landing();
    await harbour.decide('approve', await ask('27', { corrects: number, container: OTHER }));
    expect([await harbour.stays(BOX), await harbour.stays(OTHER)]).toMatchObject([[], [{ gone: false }]]);
    expect(await harbour.stateOf('expected_containers', wrong)).toBe('expected');
    expect(await harbour.stateOf('expected_containers', right)).toBe('arrived');
  });

  it('26 cancels an exit: the container stands again, and may leave again', async () => {
    const eligibility = await harbour.allow(BOX);
    await landing();
    const out = form('21', { container: BOX });
    await harbour.report(out);
    const cancel = await ask('26', { corrects: out['number'], correctsForm: '21' });
    await harbour.decide('approve', cancel);
    expect(await harbour.stays(BOX)).toMatchObject([{ gone: false, out_reported: false }]);
    expect(await harbour.stateOf('eligibilities', eligibility)).toBe('eligible');
  });

  it('26 of an exit that a camera saw: it has left all the same', async () => {
    await harbour.allow(BOX, 'used');
    await harbour.see(BOX, 60, 3);
    const out = form('21', { container: BOX, at: ago(3) });
    await harbour.report(out);
    await harbour.decide('approve', await ask('26', { corrects: out['number'], correctsForm: '21' }));
    expect(await harbour.stays(BOX)).toMatchObject([{ gone: true, out_seen: true, out_reported: false }]);
  });

  it('25, 26 on bulk goods', async () => {
    const landed = form('15', { goods: { packages: 10 } });
    const { id } = (await harbour.report(landed)).body;
    await harbour.decide('approve', await ask('25', { corrects: landed['number'], goods: { packages: 9 } }));
    expect(await stateOf(id)).toBe('taken');
    await harbour.decide('approve', await ask('26', { corrects: landed['number'], correctsForm: '15' }));
    expect(await stateOf(id)).toBe('withdrawn');
  });

  describe('is not done', () => {
    it('when it is refused, which wants a reason', async () => {
      const { number, id } = await landing();
      const cancel = await ask('17', { corrects: number });
      expect((await harbour.post(`/port-messages/${cancel}/refuse`, {}, harbour.officer)).body.code).toBe(
        'invalid_request',
      );
      expect((await harbour.decide('refuse', cancel)).body).toMatchObject({
        state: 'refused',
        decisionReason: 'looked at',
      });
      expect(await stateOf(id)).toBe('taken');
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'landed' }]);
      expect((await harbour.decide('approve', cancel)).body.code).toBe('wrong_state');
    });

    it('by who sent it, by a port, or by another office', async () => {
      const { number } = await landing();
      const body = form('17', { corrects: number, reason: 'x' });
      const { id } = (await harbour.report(body, harbour.officer)).body;
      expect((await harbour.decide('approve', id)).body).toMatchObject({ status: 403, code: 'own_message' });
      expect((await harbour.decide('refuse', id)).body.code).toBe('own_message');
      expect((await harbour.decide('approve', id, harbour.port)).body.code).toBe('forbidden');
      expect((await harbour.decide('approve', id, harbour.otherOfficer)).body.code).toBe(
        'port_message_not_found',
      );
      expect((await harbour.decide('approve', id, harbour.api.token)).status).toBe(200);
    });

    it('when the container has left, or its landing was cancelled before', async () => {
      const { number } = await landing();
      const [first, second] = [await ask('17', { corrects: number }), await ask('17', { corrects: number })];
      await harbour.report(form('21', { container: BOX }));
      expect((await harbour.decide('approve', first)).body.code).toBe('wrong_state');
      expect(await stateOf(first)).toBe('waiting');
      await harbour.clear();
      const again = await landing();
      const [one, two] = [
        await ask('17', { corrects: again.number }),
        await ask('17', { corrects: again.number }),
      ];
      await harbour.decide('approve', one);
      expect((await harbour.decide('approve', two)).body.code).toBe('wrong_state');
      expect(second).not.toBe(two);
    });

    it('when the other number stands here by another report', async () => {
      const { number } = await landing();
      await harbour.report(form('14', { container: OTHER }));
      const correction = await ask('27', { corrects: number, container: OTHER });
      expect((await harbour.decide('approve', correction)).body.code).toBe('wrong_state');
      expect(await harbour.stays(BOX)).toHaveLength(1);
    });

    it.each([
      ['17', {}],
      ['16', { changes: { carrierSeal: 'X' } }],
      ['27', { container: OTHER }],
      ['25', { goods: {} }],
      ['26', { correctsForm: '21' }],
    ])('%s on what was never reported', async (number, more) => {
      const { body } = await harbour.report(form(number, { corrects: 'NEVER', reason: 'x', ...more }));
      expect(body.code).toBe('reference_unknown');
    });
  });

  it('two officers at once: one decides', async () => {
    const { number } = await landing();
    const cancel = await ask('17', { corrects: number });
    const answers = await Promise.all([
      harbour.decide('approve', cancel),
      harbour.decide('refuse', cancel, harbour.api.token),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('the platform failed at nothing meanwhile', () => expect(harbour.api.errors).toEqual([]));
});
