import type { AlarmKind, AlarmReason, Instant, Metres, Millis } from '@haidang/domain';

/** Which sentence says it (the code of its words), and what is filled in; a value that was not measured is undefined. */
type Told = readonly [form: string, values?: Readonly<Record<string, string | number | undefined>>];

/** The groups of words that a reason takes a word from. */
export type ReasonGroup =
  'sealEvent' | 'transitState' | 'unlockCard' | 'exitPapers' | 'exitShown' | 'atDestination';

/** How a page or a sheet writes figures and codes. */
export interface ReasonWriter {
  whole(value: number): string;
  metres(value: Metres): string;
  span(value: Millis): string;
  time(at: Instant): string;
  plate(plate: string): string;
  word(group: ReasonGroup, code: string): string;
}

/**
 * Why an alarm was raised, as one sentence with its values: screens and paper say the same.
 * @returns undefined where the platform did not say enough for one, or the kind is newer than whoever asks
 */
export function reasonOf(
  { kind, why }: { readonly kind: AlarmKind; readonly why: AlarmReason },
  writer: ReasonWriter,
): { readonly form: string; readonly values: Readonly<Record<string, string | number>> } | undefined {
  const tell = TELL[kind] as ((figures: Figures) => Told) | undefined;
  if (tell === undefined) return undefined;
  const [form, values = {}] = tell(new Figures(why, writer));
  if (Object.values(values).includes(undefined)) return undefined;
  return { form, values: values as Readonly<Record<string, string | number>> };
}

/** What was measured and set, as people read it. */
class Figures {
  constructor(
    private readonly why: AlarmReason,
    private readonly writer: ReasonWriter,
  ) {}

  has(name: string): boolean {
    return this.why.measured[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.why.measured[name];
    return value === undefined ? undefined : String(value);
  }

  number(name: string): number | undefined {
    const value = this.why.measured[name];
    return typeof value === 'number' ? value : undefined;
  }

  limit(name: string): number | undefined {
    return this.why.settings[name];
  }

  whole(value: number | undefined): string | undefined {
    return value === undefined ? undefined : this.writer.whole(value);
  }

  plate(name: string): string | undefined {
    const plate = this.text(name);
    return plate === undefined ? undefined : this.writer.plate(plate);
  }

  metres(value: number | undefined): string | undefined {
    return value === undefined ? undefined : this.writer.metres(value);
  }

  span(millis: number | undefined): string | undefined {
    return millis === undefined ? undefined : this.writer.span(millis);
  }

  time(at: number | undefined): string | undefined {
    return at === undefined ? undefined : this.writer.time(at);
  }

  events(): string | undefined {
    const names = this.text('events')?.split(' ');
    return names?.map((name) => this.writer.word('sealEvent', name)).join(', ');
  }

  word(group: ReasonGroup, name: string): string | undefined {
    const code = this.text(name)?.replaceAll(' ', '_');
    return code === undefined ? undefined : this.writer.word(group, code);
  }
}

const TELL: Readonly<Record<AlarmKind, (figures: Figures) => Told>> = {
  off_route: (f) => [
    'off_route',
    {
      distance: f.metres(f.number('distance')),
      halfWidth: f.metres(f.limit('halfWidth')),
      accuracy: f.metres(f.number('accuracy')),
    },
  ],
  reverse_direction: (f) => [
    'reverse_direction',
    {
      back: f.metres(difference(f.number('furthest'), f.number('progress'))),
      limit: f.metres(f.limit('reverseBy')),
    },
  ],
  unscheduled_stop: (f) => [
    'unscheduled_stop',
    { stood: f.span(f.number('stood')), limit: f.span(f.limit('stopAfter')) },
  ],
  forbidden_zone: (f) => [
    'forbidden_zone',
    { zone: f.text('name') ?? f.text('zone'), accuracy: f.metres(f.number('accuracy')) },
  ],
  position_jump: (f) => [
    'position_jump',
    {
      distance: f.metres(f.number('distance')),
      speed: f.whole(f.number('speed')),
      limit: f.whole(f.limit('maxSpeed')),
    },
  ],
  jamming: (f) =>
    f.has('events')
      ? ['jamming_said']
      : ['jamming_dark', { lasted: f.span(f.number('lasted')), limit: f.span(f.limit('jammingAfter')) }],
  seal_tampered: (f) => ['seal_says', { events: f.events() }],
  unauthorised_unlock: (f) => [
    'unauthorised_unlock',
    {
      state: f.word('transitState', 'state'),
      card: f.word('unlockCard', 'card'),
      where: f.word('atDestination', 'atDestination'),
    },
  ],
  unlock_attempt: (f) =>
    (f.number('wrongPasswords') ?? 0) > (f.limit('wrongPasswords') ?? Infinity)
      ? ['wrong_passwords', { count: f.number('wrongPasswords'), window: f.span(f.limit('passwordWindow')) }]
      : ['seal_says', { events: f.events() }],
  unarmed_movement: (f) => [
    'unarmed_movement',
    { moved: f.metres(f.number('moved')), limit: f.metres(f.limit('unarmedBy')) },
  ],
  low_battery: (f) =>
    f.text('said') === 'yes'
      ? ['low_battery_said']
      : ['low_battery', { battery: f.number('battery'), limit: f.limit('lowBattery') }],
  motor_fault: () => ['motor_fault'],
  late_departure: (f) => ['late_departure', { time: f.time(f.number('departBy')) }],
  late_arrival: (f) => ['late_arrival', { time: f.time(f.number('arriveBy')) }],
  wrong_destination: (f) => [
    'wrong_destination',
    { zone: f.text('name') ?? f.text('zone'), stayed: f.span(f.number('stayed')) },
  ],
  rendezvous: (f) => [
    'rendezvous',
    {
      distance: f.metres(f.number('distance')),
      time: f.time(later(f.number('firstSince'), f.number('secondSince'))),
    },
  ],
  signal_lost: (f) => [
    f.text('filled') === 'yes' ? 'signal_lost_filled' : 'signal_lost',
    { time: f.time(f.number('lastHeard')) },
  ],
  clock_drift: (f) => [
    (f.number('offset') ?? 0) < 0 ? 'clock_ahead' : 'clock_behind',
    { offset: f.span(size(f.number('offset'))) },
  ],
  feed_lost: (f) =>
    f.has('silent')
      ? ['feed_lost', { silent: f.number('silent'), audible: f.number('audible') }]
      : ['feed_lost_platform', { seals: f.number('seals') }],
  camera_fault: (f) => {
    const camera = f.text('camera');
    switch (f.text('fault')) {
      case 'silent':
        return ['camera_silent', { camera, missed: f.number('missed') }];
      case 'clock_drift':
        return ['camera_clock', { camera, offset: f.span(size(f.number('behind'))) }];
      case 'reads_badly':
        return ['camera_reads_badly', { camera, share: percent(f.number('doubtful')) }];
      default:
        return [
          'camera_reads_nothing',
          { camera, share: percent(f.number('unread')), passages: f.number('passages') },
        ];
    }
  },
  seal_separated: (f) => [
    'seal_separated',
    { seal: f.text('seal'), distance: f.metres(f.number('distance')), time: f.time(f.number('placed')) },
  ],
  plate_mismatch: (f) => ['plate_mismatch', { plate: f.plate('plate'), declared: f.plate('declared') }],
  container_mismatch: (f) => ['container_mismatch', { plate: f.plate('plate'), other: f.text('other') }],
  not_eligible_exit: (f) =>
    f.text('cause') === 'held'
      ? ['left_held', { shown: f.word('exitShown', 'shown') }]
      : ['left_ineligible', { papers: f.word('exitPapers', 'papers'), shown: f.word('exitShown', 'shown') }],
  gate_out_unreported: (f) => [
    'gate_out_unreported',
    { time: f.time(f.number('left')), limit: f.span(f.limit('within')) },
  ],
  gate_out_unseen: (f) => ['gate_out_unseen', { report: f.text('report') }],
  place_contradiction: (f) => {
    const [facility, other, time] = [f.text('facility'), f.text('other'), f.time(f.number('since'))];
    switch (f.text('cause')) {
      case 'twice_in':
        return ['twice_in', { facility, time }];
      case 'twice_out':
        return ['twice_out', { facility, time }];
      case 'too_fast':
        return [
          'too_fast',
          { facility, other, distance: f.metres(f.number('distance')), speed: f.whole(f.number('speed')) },
        ];
      default:
        return ['two_places', { facility, other, time }];
    }
  },
  gate_seal_contradiction: (f) =>
    f.text('cause') === 'gate_saw_nothing'
      ? ['gate_saw_nothing', { seal: f.text('seal'), time: f.time(f.number('left')) }]
      : ['seal_stayed', { seal: f.text('seal'), time: f.time(f.number('placed')) }],
  deadline_missed: (f) => [
    `deadline_${f.text('clock')}`,
    { subject: f.text('subject'), due: f.time(f.number('due')), within: f.span(f.limit('within')) },
  ],
};

function percent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 100);
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}

function size(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.abs(value);
}
