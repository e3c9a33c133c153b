import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotEdifact, readInterchange, reportOf, writeControl } from './index.js';
import { segmentsOf } from './segments.js';
import { open } from './service.js';

const text = (content: string) => Buffer.from(content, 'latin1');
const HEAD = "UNB+UNOA:2+S+R+261126:0800+1'";

describe('what is written is read', () => {
  const characters = fc.constantFrom(...'ABCZ019 .,-()/=!"%&*;<>@#:+?\'~^|'.split(''));
  const data = fc.array(characters, { maxLength: 12 }).map((all) => all.join(''));
  const elements = fc.array(fc.array(data, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  const tags = fc.constantFrom('EQD', 'LOC', 'DTM', 'FTX');
  /** Four different ones, none of a letter, a digit, a sign of a number or a bracket. */
  const service = fc.shuffledSubarray(':+?\'~|*;!%<=>@#&"(){}`_$/'.split(''), { minLength: 4, maxLength: 4 });

  it('whatever the service characters are, and wherever they stand in data', () => {
    fc.assert(
      fc.property(
        service,
        fc.array(fc.tuple(tags, elements), { minLength: 1, maxLength: 8 }),
        (used, segments) => {
          const [component, element, release, terminator] = used as [string, string, string, string];
          const released = (part: string) =>
            [...part].map((one) => (used.includes(one) ? release + one : one)).join('');
          const written = segments
            .map(([tag, all]) =>
              [tag, ...all.map((parts) => parts.map(released).join(component))].join(element),
            )
            .join(`${terminator}\r\n`);
          const header = `UNB${element}UNOC${component}3${element}S${element}R${element}1${element}1${terminator}`;
          const bytes = text(
            `UNA${component}${element}.${release} ${terminator}${header}${written}${terminator}`,
          );
          const [, ...read] = segmentsOf(open(bytes));
          expect(read).toEqual(segments.map(([tag, all]) => ({ tag, elements: all })));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('whatever comes', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        "UNA:+.? '",
        HEAD,
        "UNH+1+CODECO:D:95B:UN'",
        "UNT+2+1'",
        "UNZ+1+1'",
        "UNE+1+1'",
        "UNG+CODECO'",
        "EQD+CN'",
      ],
    ),
    fc.string({ maxLength: 10 }),
    fc.constantFrom('?', "'", '\0', '\x04', '+', ':', '\r\n', 'UN', '\xff'),
  );

  it('it is read, or is no interchange, and can be acknowledged', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, begins) => {
        const bytes = Buffer.from((begins ? HEAD : '') + pieces.join(''), 'utf8');
        try {
          const { header, messages, faults } = readInterchange(bytes);
          const report = reportOf(header, messages, {
            ...{ faults, faultsOf: (message) => message.faults },
            ...{ ownReference: 'A', madeAt: '202611260110' },
          });
          expect(writeControl(report)).toMatch(/^UNB\+UNOC:3\+[\x20-\xff]*UNZ\+1\+A'$/);
        } catch (error) {
          expect(error).toBeInstanceOf(NotEdifact);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the envelope', () => {
  const faultsOf = (rest: string) => {
    const { faults, messages } = readInterchange(text(HEAD + rest));
    return { faults, messages: messages.map((message) => message.faults) };
  };
  const message = "UNH+1+CODECO:D:95B:UN'BGM+34'UNT+3+1'";

  it.each([
    ['no UNZ', message, { code: '13', tag: 'UNZ' }],
    ['another reference in UNZ', `${message}UNZ+1+2'`, { code: '28', tag: 'UNZ', element: 3 }],
    ['another number in UNZ', `${message}UNZ+3+1'`, { code: '29', tag: 'UNZ', element: 2 }],
    ['no message', "UNZ+0+1'", { code: '32' }],
    ['a segment outside', `BGM+34'${message}UNZ+1+1'`, { code: '33', tag: 'BGM' }],
    ['something after the end', `${message}UNZ+1+1'${message}`, { code: '33', tag: 'UNH' }],
    ['groups and messages', `${message}UNG+CODECO+S+R+1+G'UNE+0+G'UNZ+1+1'`, { code: '30', tag: 'UNG' }],
  ])('%s is told of the whole', (_, rest, fault) => {
    expect(faultsOf(rest).faults[0]).toMatchObject(fault);
  });

  it.each([
    [
      'a wrong number in UNT',
      "UNH+1+CODECO:D:95B:UN'BGM+34'UNT+4+1'",
      { code: '29', tag: 'UNT', element: 2 },
    ],
    [
      'another reference in UNT',
      "UNH+1+CODECO:D:95B:UN'BGM+34'UNT+3+2'",
      { code: '28', tag: 'UNT', element: 3 },
    ],
    ['no UNT', "UNH+1+CODECO:D:95B:UN'BGM+34'", { code: '13', tag: 'UNT' }],
    ['a segment that is none', "UNH+1+CODECO:D:95B:UN'BGM+34'12+X'UNT+4+1'", { code: '21', position: 3 }],
  ])('%s is told of its message', (_, one, fault) => {
    const { faults, messages } = faultsOf(`${one}UNZ+1+1'`);
    expect(faults).toEqual([]);
    expect(messages[0]![0]).toMatchObject(fault);
  });

  it.each([
    ['nothing', ''],
    ['no header', "UNH+1+CODECO:D:95B:UN'"],
    ['no sender', "UNB+UNOA:2++R+1+1'"],
    ['no reference', "UNB+UNOA:2+S+R+1'"],
    ['letters as service characters', "UNAA+.? 'UNB+UNOA:2+S+R+1+1'"],
    ['half a header', 'UNB+UNOA:2+S+R+1+1'],
  ])('%s is no interchange', (_, content) => {
    expect(() => readInterchange(text(content))).toThrow(NotEdifact);
  });

  it('is read in UTF-8 where its level says so, and bytes that are none are told', () => {
    const utf8 = Buffer.from("UNB+UNOY:3+CẢNG+R+1+1'UNZ+0+1'", 'utf8');
    expect(readInterchange(utf8).header.sender).toBe('CẢNG');
    const broken = Buffer.concat([utf8, Buffer.from([0xff])]);
    expect(readInterchange(broken).faults[0]).toMatchObject({ code: '21', tag: 'UNB' });
  });

  it('may do without a release character', () => {
    const bytes = text("UNA:+.  'UNB+UNOA:2+S S+R+1+1'UNZ+0+1'");
    expect(readInterchange(bytes).header.sender).toBe('S S');
  });
});
