import { formatInstant, type Decision } from '@haidang/domain';
import type { OutboxChannel, OutboxRow, Owed, QuarantineRow } from '@haidang/store';
import { Rejection, topics } from '@haidang/wire';
import { passageView } from '../gates/view.js';
import { refuse } from './message.js';
import type { Stepped } from './step.js';
import { uuidOf } from './uuid-of.js';

/**
 * What a batch owes the world, in the contract's forms.
 * @param toGates the channel of decisions: `held` where we know at the broker whether a gate took them
 */
export function owedFor(stepped: Stepped, toGates: OutboxChannel): Owed {
  return {
    passage: (row, receivedAt): OutboxRow[] => [
      { channel: toGates, topic: topics.decisions(row.gateId), payload: decisionPayload(row.decision) },
      { channel: 'live', topic: 'passage', payload: passageView(row, receivedAt) },
    ],
    conflict: (kind, index): QuarantineRow => {
      const rejection = new Rejection(
        'conflict',
        'the same identity was said before with other content, which stands',
      );
      if (kind === 'passage')
        return onceAMessage(refuse(stepped.passageUnits[index]!.message, rejection).row);
      const { message, fix } = stepped.fixUnits[index]!;
      return onceAMessage(refuse(message, rejection, { ...fix, time: formatInstant(fix.time) }).row);
    },
  };
}

function decisionPayload(decision: Decision): unknown {
  return { ...decision, time: formatInstant(decision.time) };
}

/** A commit that is tried again finds the same conflict again: by its content it is the same row, and is kept once. */
function onceAMessage(row: QuarantineRow): QuarantineRow {
  const content = Buffer.from(row.payload).toString('base64');
  return { ...row, id: uuidOf(`${row.topic} ${row.receivedAt} ${content}`) };
}
