import { describe, expect, it } from 'vitest';
import { parseInboundTopic, topics } from './index.js';

describe('the topic of a message to the platform', () => {
  it.each([
    [topics.fixes('VN000101'), { kind: 'fixes', sealId: 'VN000101' }],
    [topics.replies('VN000101'), { kind: 'reply', sealId: 'VN000101' }],
    [topics.passages('LH-G1'), { kind: 'passage', gateId: 'LH-G1' }],
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
    'haidang/v2/seals/VN000101/fixes',
    'other',
    '',
  ])('%j is none of ours', (topic) => {
    expect(parseInboundTopic(topic)).toBeUndefined();
  });
});
