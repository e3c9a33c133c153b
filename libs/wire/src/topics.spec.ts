import { describe, expect, it } from 'vitest';
import { INBOUND_FILTERS, isOwedTopic, parseInboundTopic, partsOf, topics, topicsOf } from './index.js';

describe('the topic of a message to the platform', () => {
  it.each([
    [topics.fixes('VN000101'), { kind: 'fixes', sealId: 'VN000101' }],
    [topics.replies('VN000101'), { kind: 'reply', sealId: 'VN000101' }],
    [topics.passages('LH-G1'), { kind: 'passage', gateId: 'LH-G1' }],
    [topics.receipts('LH'), { kind: 'receipt', facilityId: 'LH' }],
    [topics.cameraEvents('LH-C1'), { kind: 'camera', cameraId: 'LH-C1' }],
  ])('%s is read', (topic, inbound) => {
    expect(parseInboundTopic(topic)).toEqual(inbound);
  });

  it.each([
    'haidang/v1/seals//fixes',
    'haidang/v1/seals/VN000101/fixes/more',
    'haidang/v1/seals/VN000101/commands',
    'haidang/v1/seals/VN000101',
    'haidang/v1/gates//passages',
    'haidang/v1/gates/a/b/passages',
    'haidang/v1/gates/LH-G1/decisions',
    'haidang/v1/facilities//receipts',
    'haidang/v1/facilities/a/b/receipts',
    'haidang/v1/facilities/LH/notices',
    'haidang/v1/cameras//events',
    'haidang/v1/cameras/a/b/events',
    'haidang/v1/cameras/LH-C1/pictures',
    'haidang/v2/seals/VN000101/fixes',
    'other',
    '',
  ])('%j is none of ours', (topic) => {
    expect(parseInboundTopic(topic)).toBeUndefined();
  });
});

describe('a topic on which everything is owed', () => {
  it.each([topics.decisions('G1'), topics.notices('F1')])('%s', (topic) => {
    expect(isOwedTopic(topic)).toBe(true);
  });

  it.each([
    topics.decisions('+'),
    topics.notices('#'),
    topics.passages('G1'),
    topics.receipts('F1'),
    'haidang/v1/facilities/F1/notices/x',
    'haidang/v1/gates/G1/notices',
  ])('%s is none', (topic) => {
    expect(isOwedTopic(topic)).toBe(false);
  });
});

describe('whose a topic is', () => {
  it.each([
    [topics.fixes('S1'), { family: 'seals', id: 'S1', leaf: 'fixes' }],
    [topics.decisions('G1'), { family: 'gates', id: 'G1', leaf: 'decisions' }],
    [topics.cameraEvents('C1'), { family: 'cameras', id: 'C1', leaf: 'events' }],
    ['haidang/v1/seals/+/commands', { family: 'seals', id: '+', leaf: 'commands' }],
    ['haidang/v1/seals/S1/a/b', { family: 'seals', id: 'S1', leaf: 'a/b' }],
  ])('%s', (topic, parts) => {
    expect(partsOf(topic)).toEqual(parts);
  });

  it.each([
    'haidang/v1/seals',
    'haidang/v1/seals//fixes',
    'haidang/v1/toString/x/y',
    'haidang/v2/seals/S1/fixes',
    '#',
  ])('%s is nobody’s', (topic) => {
    expect(partsOf(topic)).toBeUndefined();
  });

  it('the topics of a family are those that the platform takes and sends', () => {
    expect(topicsOf('seals', 'S1')).toEqual({
      says: [topics.fixes('S1'), topics.replies('S1')],
      hears: [topics.commands('S1')],
    });
    expect(topicsOf('gates', 'G1')).toEqual({
      says: [topics.passages('G1')],
      hears: [topics.decisions('G1')],
    });
    expect(topicsOf('facilities', 'F1')).toEqual({
      says: [topics.receipts('F1')],
      hears: [topics.notices('F1')],
    });
    expect(topicsOf('cameras', 'C1')).toEqual({ says: [topics.cameraEvents('C1')], hears: [] });
    const said = (['seals', 'gates', 'facilities', 'cameras'] as const).flatMap(
      (family) => topicsOf(family, '+').says,
    );
    expect(said).toEqual([...INBOUND_FILTERS]);
  });
});
