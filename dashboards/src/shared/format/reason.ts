import type { AlarmView } from '@haidang/contract';
import type { AlarmKind } from '@haidang/domain';
import type { TFunction } from 'i18next';
import { word } from '../i18n/index.js';
import { durationInWords } from './ago.js';
import { distance, whole } from './number.js';
import { formatPlate } from './plate.js';
import { clockAndDay, type Language } from './time.js';

/** Which sentence says it, and what is filled in; a value that was not measured is undefined. */
type Told = readonly [form: string, values?: Readonly<Record<string, string | number | undefined>>];

/** Why an alarm was raised, in one sentence; undefined where the platform did not say enough for one. */
export function alarmReason(
  alarm: Pick<AlarmView, 'kind' | 'why'>,
  t: TFunction,
  language: Language,
): string | undefined {
  // a platform that is newer than this page may have other kinds
  const tell = TELL[alarm.kind] as ((figures: Figures) => Told) | undefined;
  if (tell === undefined) return undefined;
  const [form, values = {}] = tell(new Figures(alarm.why, t, language));
  return Object.values(values).includes(undefined) ? undefined : t(`reason.${form}`, values);
}

/** What was measured and set, as people read it. */
class Figures {
  constructor(
    private readonly why: AlarmView['why'],
    private readonly t: TFunction,
    private readonly language: Language,
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
    return value === undefined ? undefined : whole(value, this.language);
  }

  plate(name: string): string | undefined {
    const plate = this.text(name);
    return plate === undefined ? undefined : formatPlate(plate);
  }

  metres(value: number | undefined): string | undefined {
    return value === undefined ? undefined : distance(value, this.language);
  }

  span(millis: number | undefined): string | undefined {
    return millis === undefined ? undefined : durationInWords(millis, this.t);
  }

  time(at: number | undefined): string | undefined {
    return at === undefined ? undefined : clockAndDay(at, 0, this.language);
  }

  events(): string | undefined {
    const { t } = this;
    const names = this.text('events')?.split(' ');
    return names?.map((name) => word(t, 'sealEvent', name)).join(', ');
  }

  transitState(): string | undefined {
    const { t } = this;
    const state = this.text('state');
    return state === undefined ? undefined : word(t, 'transitState', state);
  }

  card(): string | undefined {
    const { t } = this;
    const card = this.text('card')?.replaceAll(' ', '_');
    return card === undefined ? undefined : word(t, 'unlockCard', card);
  }

  papers(): string | undefined {
    const { t } = this;
    const papers = this.text('papers');
    return papers === undefined ? undefined : word(t, 'exitPapers', papers);
  }

  shown(): string | undefined {
    const { t } = this;
    const shown = this.text('shown');
    return shown === undefined ? undefined : word(t, 'exitShown', shown);
  }

  atDestination(): string | undefined {
    const { t } = this;
    const at = this.text('atDestination');
    return at === undefined ? undefined : word(t, 'atDestination', at);
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
      state: f.transitState(),
      card: f.card(),
      where: f.atDestination(),
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
      ? ['left_held', { shown: f.shown() }]
      : ['left_ineligible', { papers: f.papers(), shown: f.shown() }],
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
