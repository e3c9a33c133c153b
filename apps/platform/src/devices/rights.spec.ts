import type { Device } from '@haidang/store';
import { parseInboundTopic, topics } from '@haidang/wire';
import { describe, expect, it } from 'vitest';
import { isOfAnother, mayHear, maySay, type Owners } from './rights.js';

const REGISTER = {
  seals: new Map([
    ['S1', 'CARRIER'],
    ['S2', 'OTHER'],
  ]),
  gates: new Map([
    ['G1', 'CARRIER'],
    ['G2', 'OTHER'],
  ]),
  facilities: new Map([
    ['F1', 'CARRIER'],
    ['F2', 'OTHER'],
  ]),
  cameras: new Map([
    ['C1', 'G1'],
    ['C2', 'G2'],
  ]),
};
const owners = {
  seal: (id: string) => {
    const organisationId = REGISTER.seals.get(id);
    return organisationId === undefined ? undefined : { organisationId };
  },
  gate: (id: string) => {
    const operator = REGISTER.gates.get(id);
    return operator === undefined ? undefined : { ownerIds: ['OFFICE', operator] };
  },
  ownersOfPlace: (id: string) => {
    const operator = REGISTER.facilities.get(id);
    return operator === undefined ? undefined : ['OFFICE', operator];
  },
  camera: (id: string) => {
    const gateId = REGISTER.cameras.get(id);
    return gateId === undefined ? undefined : { record: { gateId } };
  },
} as unknown as Owners;

const seal: Device = { name: 'S1', kind: 'seal', subject: 'S1' };
const gate: Device = { name: 'G1', kind: 'gate', subject: 'G1' };
const camera: Device = { name: 'C1', kind: 'camera', subject: 'C1' };
const server: Device = { name: 'maker', kind: 'forwarder', subject: 'CARRIER' };

const SAID = ['S1', 'S2', 'S9'].flatMap((id) => [topics.fixes(id), topics.replies(id)]);
const ALL = [
  ...SAID,
  ...['G1', 'G2', 'G9'].map(topics.passages),
  ...['F1', 'F2', 'F9'].map(topics.receipts),
  ...['C1', 'C2', 'C9'].map(topics.cameraEvents),
];

describe('who may say what', () => {
  it.each([
    ['a seal', seal, [topics.fixes('S1'), topics.replies('S1')]],
    ['a gate', gate, [topics.passages('G1')]],
    ['a camera', camera, [topics.cameraEvents('C1')]],
    // what is not in the register is refused for that
    [
      'a forwarder',
      server,
      [
        ...[topics.fixes('S1'), topics.replies('S1'), topics.fixes('S9'), topics.replies('S9')],
        ...[topics.passages('G1'), topics.passages('G9')],
        ...[topics.receipts('F1'), topics.receipts('F9')],
        ...[topics.cameraEvents('C1'), topics.cameraEvents('C9')],
      ],
    ],
  ])('%s', (_, device, own) => {
    expect(ALL.filter((topic) => maySay(device, parseInboundTopic(topic), owners))).toEqual(own);
  });

  it('a seal of the name of a gate is no gate', () => {
    const twin: Device = { name: 'G1', kind: 'seal', subject: 'G1' };
    expect(maySay(twin, parseInboundTopic(topics.passages('G1')), owners)).toBe(false);
    expect(mayHear(twin, topics.decisions('G1'), owners)).toBe(false);
  });
});

describe('who may hear what', () => {
  const heard = [
    topics.commands('S1'),
    topics.commands('S2'),
    topics.decisions('G1'),
    topics.decisions('G2'),
    topics.notices('F1'),
    topics.notices('F2'),
  ];
  it.each([
    ['a seal', seal, [topics.commands('S1')]],
    ['a gate', gate, [topics.decisions('G1')]],
    ['a camera', camera, []],
    ['a forwarder', server, [topics.commands('S1'), topics.decisions('G1'), topics.notices('F1')]],
  ])('%s', (_, device, own) => {
    expect(heard.filter((topic) => mayHear(device, topic, owners))).toEqual(own);
  });

  it.each(['#', '+', 'haidang/#', 'haidang/v1/seals/+/commands', 'haidang/v1/seals/S1/#', '$SYS/#', '', '/'])(
    'nobody may hear %j',
    (filter) => {
      for (const device of [seal, gate, camera, server]) expect(mayHear(device, filter, owners)).toBe(false);
    },
  );

  it('nobody may hear what devices say', () => {
    for (const device of [seal, gate, server])
      for (const topic of ALL) expect(mayHear(device, topic, owners)).toBe(false);
  });
});

describe('a topic that nobody takes', () => {
  it.each([
    [seal, 'haidang/v1/seals/S2/position', true],
    [seal, 'haidang/v1/seals/S1/position', false],
    [seal, 'haidang/v1/gates/G1/decisions', true],
    [seal, 'weather', false],
    [server, 'haidang/v1/seals/S2/position', true],
    [server, 'haidang/v1/seals/S1/position', false],
    [server, 'haidang/v1/seals/S9/position', false],
    [server, topics.cameraEvents('C1'), false],
    [server, topics.cameraEvents('C2'), true],
    [server, topics.cameraEvents('C9'), false],
  ])('%# is of another, or of nobody', (device, topic, expected) => {
    expect(isOfAnother(device, topic, owners)).toBe(expected);
  });
});
