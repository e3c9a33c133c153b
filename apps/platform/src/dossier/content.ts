import type { AlarmView, TimelineEntry } from '@haidang/contract';
import { MINUTE, parseInstant, type Instant } from '@haidang/domain';
import type { DossierFacts } from './facts.js';
import { because, deed, sentence, whyInWords } from './sentence.js';
import type { Words } from './words.js';

/** A column of a table: its title and which part of the page's width it has. */
export interface Column {
  readonly title: string;
  readonly share: number;
}

/** What stands on the sheets, one under the other. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'map' }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'code'; readonly title: string; readonly text: string };

export interface DossierContent {
  readonly title: string;
  readonly subtitle: string;
  readonly made: string;
  readonly blocks: readonly Block[];
}

/** Lines of one table that are printed: a dossier is to be read. */
export const MOST_LINES = 1_000;

/** What a dossier says, in words, before anything is drawn. */
export function contentOf(facts: DossierFacts, words: Words): DossierContent {
  const { transit, madeAt, madeFor } = facts;
  return {
    title: words.own('title'),
    subtitle: words.own('subtitle', { number: transit.number }),
    made: words.own('made', {
      ...{ time: words.at(madeAt), name: madeFor.name, role: words.of('role', madeFor.role) },
    }),
    blocks: [
      ...parties(facts, words),
      ...way(facts, words),
      ...alarms(facts, words),
      ...gates(facts, words),
      ...story(facts, words),
      ...people(facts, words),
      ...proof(facts, words),
    ],
  };
}

function parties({ transit, names, offices, route, earlierSeals }: DossierFacts, words: Words): Block[] {
  const nameOf = (id: string) => names.get(id) ?? id;
  const place = (id: string, office: string | null) =>
    office === null ? nameOf(id) : `${nameOf(id)} (${words.own('office', { office: nameOf(office) })})`;
  const plates = [transit.vehicle.plate, transit.vehicle.trailer].filter((plate) => plate !== undefined);
  const earlier = (container: string) =>
    earlierSeals
      .filter((one) => one.container === container)
      .map(({ sealId, until }) => `${sealId} (${words.own('earlier', { time: words.at(until) })})`);
  return [
    heading(words.own('parties')),
    given([
      [words.own('state'), words.of('transitState', transit.state)],
      [words.own('declaration'), transit.declaration],
      [words.own('regime'), transit.regime],
      [words.own('from'), place(transit.from, offices.from)],
      [words.own('to'), place(transit.to, offices.to)],
      [words.own('route'), route?.name ?? transit.routeId],
      [words.own('carrier'), transit.carrierId === null ? undefined : nameOf(transit.carrierId)],
      [words.own('vehicle'), plates.join(' + ')],
      [words.own('departBy'), words.atOr(transit.departBy)],
      [words.own('departed'), words.atOr(transit.departedAt)],
      [words.own('arriveBy'), words.atOr(transit.arriveBy)],
      [words.own('arrived'), words.atOr(transit.arrivedAt)],
    ]),
    table(
      [
        [words.own('container'), 3],
        [words.own('seal'), 5],
        [words.own('carrierSeal'), 3],
        [words.own('customsSeal'), 3],
      ],
      transit.containers.map(({ number, sealId, carrierSeal, customsSeal }) => [
        withDigit(number),
        [...(sealId === undefined ? [] : [sealId]), ...earlier(number)].join(', '),
        carrierSeal ?? '',
        customsSeal ?? '',
      ]),
    ),
  ];
}

function way({ transit, track }: DossierFacts, words: Words): Block[] {
  if (track.fixes === 0) {
    const why = words.own(transit.departedAt === null ? 'notDeparted' : 'noTrack');
    return [heading(words.own('way')), { kind: 'map' }, note(words.own('mapNote')), note(why)];
  }
  const { fixes, late, doubted, unplaced, driven, from, to, gap } = track;
  const counts = { count: fixes, late, doubted, unplaced };
  const inWords = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, words.whole(n)]));
  return [
    heading(words.own('way')),
    { kind: 'map' },
    note(words.own('mapNote')),
    given([
      [words.own('fixes'), words.own('fixesText', inWords)],
      [words.own('seen'), from === null || to === null ? undefined : `${words.at(from)} – ${words.at(to)}`],
      [words.own('driven'), words.own('drivenText', { km: words.tenths(driven / 1_000) })],
      [words.own('gap'), words.own('minutes', { count: words.whole(gap / MINUTE) })],
    ]),
  ];
}

function alarms({ alarms: all, timeline, seesAlarms }: DossierFacts, words: Words): Block[] {
  const title = heading(words.own('alarms'));
  if (!seesAlarms) return [title, note(words.own('alarmsNotTold'))];
  if (all.length === 0) return [title, note(words.own('noAlarms'))];
  const acts = (id: string) => timeline.filter((line) => line.kind === 'alarm_act' && line.alarmId === id);
  const rows = all.map((alarm, i) => [
    String(i + 1),
    `${words.at(alarm.start)}\n${alarm.end === undefined ? words.own('goesOn') : words.own('until', { time: words.at(alarm.end) })}`,
    alarmText(alarm, words),
    acts(alarm.id)
      .map((act) => actText(act, words))
      .join('\n'),
  ]);
  return [
    title,
    ...cut(
      [
        [words.own('number'), 1],
        [words.own('time'), 4],
        [words.own('what'), 5],
        [words.own('who'), 6],
      ],
      rows,
      words,
    ),
  ];
}

function alarmText(alarm: AlarmView, words: Words): string {
  const { kind, severity, late, raisedAt, ending, place, sealId } = alarm;
  const why = whyInWords(alarm, words);
  const found =
    ending === undefined
      ? words.own('notResolved')
      : words.own('resolvedAs', { ending: words.of('ending', ending) });
  return [
    `${words.of('alarm', kind)} (${words.of('severity', severity)})`,
    [sealId, `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}`]
      .filter((one) => one !== undefined)
      .join(' · '),
    ...(why === undefined ? [] : [why]),
    ...(late ? [words.own('foundAt', { time: words.at(raisedAt) })] : []),
    found,
  ].join('\n');
}

function actText(act: TimelineEntry, words: Words): string {
  const who = act.by ?? words.own('platform');
  const said = act.reason === undefined ? '' : ` – ${act.reason}`;
  return words.own('line', { time: words.at(act.time), who, what: `${deed(act, words)}${said}` });
}

function gates({ timeline }: DossierFacts, words: Words): Block[] {
  const passed = timeline.filter(({ kind }) => kind === 'passage');
  const title = heading(words.own('gates'));
  if (passed.length === 0) return [title, note(words.own('noPassages'))];
  const rows = passed.map((line) => [
    whenOf(line.time, line.recordedAt, words),
    words.of('verdict', line.what),
    [line.passageId, because(line, words), line.by].filter((one) => one !== undefined).join(' · '),
  ]);
  return [
    title,
    ...cut(
      [
        [words.own('time'), 4],
        [words.own('result'), 4],
        [words.own('what'), 8],
      ],
      rows,
      words,
    ),
  ];
}

/** Everything once more in one order, and what the seals said in it. */
function story({ timeline, said }: DossierFacts, words: Words): Block[] {
  const lines = timeline.map((line) => ({
    time: parseInstant(line.time)!,
    row: [
      whenOf(line.time, line.recordedAt, words),
      [sentence(line, words), because(line, words)].filter((one) => one !== undefined).join(' – '),
      [line.by, line.how === undefined ? undefined : words.of('how', line.how)]
        .filter((one) => one !== undefined)
        .join(', '),
    ],
  }));
  const notes = said.map(({ sealId, note: what, time, receivedAt }) => ({
    time,
    row: [
      whenOf(time, receivedAt - time > MINUTE ? receivedAt : undefined, words, 'toldAt'),
      `${sealId}: ${words.of('sealSaid', what)}`,
      '',
    ],
  }));
  const rows = [...lines, ...notes].sort((a, b) => a.time - b.time).map(({ row }) => row);
  return [
    heading(words.own('story')),
    ...cut(
      [
        [words.own('time'), 4],
        [words.own('what'), 8],
        [words.own('who'), 4],
      ],
      rows,
      words,
    ),
  ];
}

function people({ timeline }: DossierFacts, words: Words): Block[] {
  const acts = new Map<string, string[]>();
  for (const line of timeline) {
    if (line.by === undefined) continue;
    // what was done is counted here, not what it said
    const what = line.kind === 'alarm_act' ? words.of('act', line.what) : sentence(line, words);
    acts.set(line.by, [...(acts.get(line.by) ?? []), what]);
  }
  const title = heading(words.own('people'));
  if (acts.size === 0) return [title, note(words.own('nobody'))];
  const facts = [...acts].map(([name, what]) => {
    const kinds = [...new Set(what)].map((one) => {
      const count = what.filter((other) => other === one).length;
      return count === 1 ? one : `${one} ×${count}`;
    });
    return [name, kinds.join('; ')] as const;
  });
  return [title, given(facts)];
}

function proof({ ledger, signed, checkpoint }: DossierFacts, words: Words): Block[] {
  const proved = new Set(signed.flatMap(({ entries }) => entries.map(({ position }) => position)));
  const rows = ledger.map(({ entry: { position, id, at, kind, subject, by }, hash }) => [
    `${position}\n${words.own(proved.has(position) ? 'signed' : 'unsigned')}`,
    `${at}\n${kind} ${subject}\n${by === null ? words.own('platform') : `${words.of('role', by.role)}, ${by.organisation}`}`,
    `${id}\n${hash}`,
  ]);
  const entries =
    rows.length === 0
      ? [note(words.own('ledgerNone'))]
      : cut(
          [
            [words.own('position'), 2],
            [words.own('what'), 6],
            [words.own('entry'), 8],
          ],
          rows,
          words,
        );
  return [heading(words.own('ledger')), ...entries, ...lastSigned(checkpoint, words)];
}

function lastSigned(checkpoint: DossierFacts['checkpoint'], words: Words): Block[] {
  if (checkpoint === undefined) return [note(words.own('noCheckpoint'))];
  const { says, statement, signature } = checkpoint;
  const { number, first, last, key, at } = says;
  return [
    given([
      [words.own('checkpoint'), words.own('checkpointText', { number, first, last, key, at })],
      [words.own('how'), words.own('howText')],
    ]),
    { kind: 'code', title: words.own('statement'), text: statement },
    { kind: 'code', title: words.own('signature'), text: signature },
  ];
}

/** When it happened and, where that was later, when it was known. */
function whenOf(
  time: string | Instant,
  known: string | Instant | undefined,
  words: Words,
  how: 'enteredAt' | 'toldAt' = 'enteredAt',
): string {
  return known === undefined
    ? words.at(time)
    : `${words.at(time)}\n${words.own(how, { time: words.at(known) })}`;
}

/** A container number as it is painted on the door, its check digit apart. */
function withDigit(number: string): string {
  return number.replace(/^([A-Z]{4}\d{6})(\d)$/, '$1 [$2]');
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

function note(text: string): Block {
  return { kind: 'note', text };
}

/** What is known of it: what is not is left out. */
function given(facts: readonly (readonly [name: string, value: string | undefined])[]): Block {
  return {
    kind: 'facts',
    facts: facts.flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as const],
    ),
  };
}

function table(
  columns: readonly (readonly [title: string, share: number])[],
  rows: readonly (readonly string[])[],
): Block {
  return { kind: 'table', columns: columns.map(([title, share]) => ({ title, share })), rows };
}

/** A table of {@link MOST_LINES} lines at most, and how many that are. */
function cut(
  columns: readonly (readonly [title: string, share: number])[],
  rows: readonly (readonly string[])[],
  words: Words,
): Block[] {
  const printed = table(columns, rows.slice(0, MOST_LINES));
  return rows.length <= MOST_LINES
    ? [printed]
    : [printed, note(words.own('cut', { count: words.whole(MOST_LINES) }))];
}
