import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  faultText,
  readCodeco,
  readInterchange,
  reportOf,
  writeControl,
  type Fault,
  type Message,
} from './index.js';

const FOLDER = new URL('../fixtures/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER));

/** Reads a file and acknowledges it, as if everything that can be read was taken. */
function acknowledge(name: string) {
  const { header, messages, faults } = readInterchange(read(name));
  const faultsOf = (message: Message): readonly Fault[] => {
    if (message.faults.length > 0) return message.faults;
    const codeco = readCodeco(message);
    return 'faults' in codeco ? codeco.faults : [];
  };
  return reportOf(header, messages, { faults, faultsOf, ownReference: 'ACK1', madeAt: '202611260110' });
}

const codecos = (name: string) => readInterchange(read(name)).messages.map(readCodeco);

describe('a gate-in', () => {
  it('is read with both its containers', () => {
    const [report] = codecos('gate-in.edi');
    const common = {
      at: Date.UTC(2026, 10, 26, 1, 3),
      purpose: 'import',
      plate: '15C-12345',
      grossKg: 21_430,
      means: 'HAI PHONG STAR 055N',
      declaration: undefined,
      customsSeal: undefined,
    };
    const place = { locode: 'VNHPH', terminals: ['LACHHUYEN'] };
    expect(report).toEqual({
      direction: 'in',
      containers: [
        {
          ...{ ...common, container: 'CSQU3054383', carrierSeal: 'ML-VN1234567' },
          ...{ position: 5, timePosition: 7, place: { ...place, position: 8 } },
        },
        {
          ...{ ...common, container: 'TCNU7200794', carrierSeal: 'ML-VN7654321' },
          ...{ position: 12, timePosition: 14, place: { ...place, position: 15 } },
        },
      ],
    });
  });

  it('is acknowledged by a CONTRL that says so', () => {
    expect(writeControl(acknowledge('gate-in.edi'))).toBe(
      "UNB+UNOC:3+VNCUSTOMS:ZZZ+ICTLH:ZZZ+261126:0110+ACK1'UNH+1+CONTRL:D:3:UN'UCI+4711+ICTLH:ZZZ+VNCUSTOMS:ZZZ+7'" +
        "UCM+1+CODECO:D:95B:UN:ITG14+7'UNT+4+1'UNZ+1+ACK1'",
    );
  });
});

it('a gate-out of two messages: seals of carrier and customs, the declaration, a sender in ISO 8859-1', () => {
  const [first, second] = codecos('gate-out.edi');
  expect(first).toMatchObject({
    direction: 'out',
    containers: [{ customsSeal: 'HQ-000123', declaration: '10123456789', carrierSeal: 'ML-VN1234567' }],
  });
  expect(second).toMatchObject({ containers: [{ container: 'TOLU4734787', purpose: 'export' }] });
  expect(acknowledge('gate-out.edi').sender).toEqual(['CÂNG', 'ZZZ']);
});

it('other service characters are taken from UNA, and released ones are data', () => {
  expect(codecos('other-service-characters.edi')).toMatchObject([
    { containers: [{ container: 'TASU1170000', carrierSeal: 'ML^12!', grossKg: 21_430.5 }] },
  ]);
});

it('functional groups are counted as such', () => {
  expect(acknowledge('groups.edi')).toMatchObject({ taken: true, messages: [{ taken: true }] });
});

/** Which file is wrong where: what the acknowledgement says after the reference of the interchange. */
const WRONG: Readonly<Record<string, string>> = {
  // message 2, segment 5 (EQD), third element, first component
  'bad-container.edi': "+7'UCM+1+CODECO:D:95B:UN:ITG14+7'UCM+2+CODECO:D:95B:UN:ITG14+4'UCS+5'UCD+12+3:1'",
  'bad-time.edi': "+7'UCM+1+CODECO:D:95B:UN:ITG14+4'UCS+7'UCD+12+2:2'",
  // UNT says 13 and 13 came: right; CNT says two containers and one came
  'bad-counts.edi': "+7'UCM+1+CODECO:D:95B:UN:ITG14+4'UCS+12'UCD+29+2:2'",
  'bad-character.edi': "+7'UCM+1+CODECO:D:95B:UN:ITG14+4'UCS+10+21'UCM+2+CODECO:D:95B:UN:ITG14+7'",
  'bad-trailer.edi': "+4+29+UNZ+2'UCM+1+CODECO:D:95B:UN:ITG14+4'",
  'bad-level.edi': "+4+46+UNB+2:1'UCM+1+CODECO:D:95B:UN:ITG14+4'",
  'not-codeco.edi': "+7'UCM+1+COPRAR:D:95B:UN+4+12+UNH+3:1'",
  'cancelled.edi': "+7'UCM+1+CODECO:D:95B:UN:ITG14+4'UCS+2'UCD+14+4'",
};

describe('of a file with an error the acknowledgement names the segment', () => {
  it.each(Object.entries(WRONG))('%s', (name, said) => {
    const control = writeControl(acknowledge(name));
    expect(/UCI\+\d+\+ICTLH\+VNCUSTOMS(.*)UNT\+/.exec(control)?.[1]).toBe(said);
  });

  it('and each file of the folder is tried here', () => {
    const right = ['gate-in.edi', 'gate-out.edi', 'other-service-characters.edi', 'groups.edi'];
    expect(readdirSync(FOLDER).sort()).toEqual([...right, ...Object.keys(WRONG)].sort());
  });
});

it('a fault is told in words', () => {
  expect(faultText({ code: '12', text: 'CSQU3054384' })).toBe('the value is invalid: CSQU3054384');
});
