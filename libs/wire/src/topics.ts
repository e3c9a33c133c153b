/**
 * The MQTT topics of the public contract, version 1. Levels in braces are one topic level each:
 * `haidang/v1/seals/{sealId}/fixes` and so on. Identifiers hold no `/`, `+` or `#`.
 */
const ROOT = 'haidang/v1/';

export const topics = {
  fixes: (sealId: string) => `${ROOT}seals/${sealId}/fixes`,
  commands: (sealId: string) => `${ROOT}seals/${sealId}/commands`,
  replies: (sealId: string) => `${ROOT}seals/${sealId}/replies`,
  passages: (gateId: string) => `${ROOT}gates/${gateId}/passages`,
  decisions: (gateId: string) => `${ROOT}gates/${gateId}/decisions`,
  notices: (facilityId: string) => `${ROOT}facilities/${facilityId}/notices`,
  receipts: (facilityId: string) => `${ROOT}facilities/${facilityId}/receipts`,
  cameraEvents: (cameraId: string) => `${ROOT}cameras/${cameraId}/events`,
} as const;

/** What the platform takes; with an external broker it subscribes to exactly these. */
export const INBOUND_FILTERS = [
  topics.fixes('+'),
  topics.replies('+'),
  topics.passages('+'),
  topics.receipts('+'),
  topics.cameraEvents('+'),
] as const;

export type Inbound =
  | { readonly kind: 'fixes'; readonly sealId: string }
  | { readonly kind: 'reply'; readonly sealId: string }
  | { readonly kind: 'passage'; readonly gateId: string }
  | { readonly kind: 'receipt'; readonly facilityId: string }
  | { readonly kind: 'camera'; readonly cameraId: string };

const SEALS = `${ROOT}seals/`;
const GATES = `${ROOT}gates/`;
const FACILITIES = `${ROOT}facilities/`;
const CAMERAS = `${ROOT}cameras/`;

/** Whose a topic is, and what is said on it. */
export interface TopicParts {
  readonly family: TopicFamily;
  readonly id: string;
  readonly leaf: string;
}

/**
 * Who has topics of their own: what each says to the platform and what it hears from it. This one table is what the embedded broker lets
 * a device do and what is written out for an external one.
 */
export const TOPIC_FAMILIES = {
  seals: { says: ['fixes', 'replies'], hears: ['commands'] },
  gates: { says: ['passages'], hears: ['decisions'] },
  facilities: { says: ['receipts'], hears: ['notices'] },
  cameras: { says: ['events'], hears: [] },
} as const satisfies Record<string, { readonly says: readonly string[]; readonly hears: readonly string[] }>;
export type TopicFamily = keyof typeof TOPIC_FAMILIES;

/** The topics of one of them. */
export function topicsOf(
  family: TopicFamily,
  id: string,
): { readonly says: readonly string[]; readonly hears: readonly string[] } {
  const { says, hears } = TOPIC_FAMILIES[family];
  const topic = (leaf: string) => `${ROOT}${family}/${id}/${leaf}`;
  return { says: says.map(topic), hears: hears.map(topic) };
}

/** Takes a topic apart, or a filter for many, whose id is then `+` or `#`. `undefined`: it is nobody's. */
export function partsOf(topic: string): TopicParts | undefined {
  if (!topic.startsWith(ROOT)) return undefined;
  const [family, id, ...leaf] = topic.slice(ROOT.length).split('/');
  if (id === undefined || id === '' || !Object.hasOwn(TOPIC_FAMILIES, family!)) return undefined;
  return { family: family as TopicFamily, id, leaf: leaf.join('/') };
}

/** A topic on which the platform owes its addressee everything, a gate's decisions or a port's notices: names one, and is no filter for many. */
export function isOwedTopic(topic: string): boolean {
  if (topic.startsWith(GATES)) return /^[^/+#]+\/decisions$/.test(topic.slice(GATES.length));
  return topic.startsWith(FACILITIES) && /^[^/+#]+\/notices$/.test(topic.slice(FACILITIES.length));
}

/** Reads the topic of a message to the platform. `undefined`: not a topic the platform takes. */
export function parseInboundTopic(topic: string): Inbound | undefined {
  if (topic.startsWith(SEALS)) {
    const end = topic.indexOf('/', SEALS.length);
    if (end <= SEALS.length) return undefined;
    const sealId = topic.slice(SEALS.length, end);
    const leaf = topic.slice(end + 1);
    if (leaf === 'fixes') return { kind: 'fixes', sealId };
    return leaf === 'replies' ? { kind: 'reply', sealId } : undefined;
  }
  if (topic.startsWith(GATES) && topic.endsWith('/passages')) {
    const gateId = topic.slice(GATES.length, -'/passages'.length);
    return gateId === '' || gateId.includes('/') ? undefined : { kind: 'passage', gateId };
  }
  if (topic.startsWith(FACILITIES) && topic.endsWith('/receipts')) {
    const facilityId = topic.slice(FACILITIES.length, -'/receipts'.length);
    return facilityId === '' || facilityId.includes('/') ? undefined : { kind: 'receipt', facilityId };
  }
  if (topic.startsWith(CAMERAS) && topic.endsWith('/events')) {
    const cameraId = topic.slice(CAMERAS.length, -'/events'.length);
    return cameraId === '' || cameraId.includes('/') ? undefined : { kind: 'camera', cameraId };
  }
  return undefined;
}
