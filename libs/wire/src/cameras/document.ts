import { isUtf8 } from 'node:buffer';
import { XMLParser } from 'fast-xml-parser';
import { parseJson } from '../json.js';
import { MAX_PAYLOAD_BYTES, Rejection } from '../rejection.js';
import type { EventPart } from './sighting.js';
import { isPicture } from './values.js';

/** Prefixes of namespaces are dropped: firmware of one model writes `<ANPR>`, of the next `<ns2:ANPR>`. Text stays text: a plate may be 0012. */
const XML = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** JSON may carry pictures; the way it came limits it. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/**
 * The event of a message as a tree, whether it came as XML or as JSON. A document type is refused unread: no camera needs one, and it
 * is how XML makes a parser fetch files or grow without end.
 */
export function documentOf(parts: readonly EventPart[]): unknown {
  const part = eventOf(parts);
  if (part === undefined) return new Rejection('missing_field', 'there is no event in the message');
  return isXml(part) ? parseXml(part.bytes) : parseJson(part.bytes, MAX_JSON_BYTES);
}

/** The part that is XML or JSON, by how it begins. */
export function eventOf(parts: readonly EventPart[]): EventPart | undefined {
  const texts = parts.filter((part) => !isPicture(part) && part.bytes.length > 0);
  return texts.find((part) => /^[<{[]/.test(beginningOf(part))) ?? texts[0];
}

/** The first letters after a byte order mark and blanks. */
export function beginningOf({ bytes }: EventPart): string {
  return Buffer.from(bytes.subarray(0, 200))
    .toString('utf8')
    .replace(/^\uFEFF?\s*/, '');
}

function isXml(part: EventPart): boolean {
  return beginningOf(part).startsWith('<');
}

function parseXml(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_PAYLOAD_BYTES)
    return new Rejection('too_large', `${bytes.length} bytes of XML; at most ${MAX_PAYLOAD_BYTES} are read`);
  if (!isUtf8(bytes)) return new Rejection('not_utf8', 'the XML is not UTF-8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return new Rejection('not_xml', 'a document type is not taken');
  try {
    return XML.parse(text.replace(/^\uFEFF/, ''), true);
  } catch (error) {
    return new Rejection('not_xml', (error as Error).message);
  }
}
