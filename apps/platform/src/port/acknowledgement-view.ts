import type { EdiAcknowledgementView, EdiFaultView } from '@haidang/contract';
import { faultText, type Fault } from '@haidang/edi';
import type { Acknowledged } from './interchanges.js';

/** What the CONTRL says, as JSON, in words and with what came of it. */
export function acknowledgementView({ report, portMessages }: Acknowledged): EdiAcknowledgementView {
  return {
    sender: report.sender[0] ?? '',
    reference: report.reference,
    ownReference: report.ownReference,
    taken: report.taken,
    test: report.isTest,
    errors: report.faults.map(faultView),
    messages: report.messages.map(({ reference, taken, faults }, i) => ({
      reference,
      taken,
      errors: faults.map(faultView),
      portMessages: [...(portMessages[i] ?? [])],
    })),
  };
}

function faultView(fault: Fault): EdiFaultView {
  const { code, tag, position, element, component } = fault;
  return {
    code,
    text: faultText(fault),
    ...(tag !== undefined && { tag }),
    ...(position !== undefined && { position }),
    ...(element !== undefined && { element }),
    ...(component !== undefined && { component }),
  };
}
