/** Flips that change nothing anybody can see, by {@link nameOf}, and why. */
export const EQUIVALENT: ReadonlyMap<string, string> = new Map([
  [
    'rules/journey.ts paced: speed < STANDING -> speed <= STANDING',
    'a speed of exactly 5 km/h out of two measured places; at it both choices are as good',
  ],
  [
    'book.ts changed: this.list !== this.before -> this.list === this.before',
    'it saves a reckoning of what is due: every rule that waits remembers something when it speaks, and that is asked as well',
  ],
  [
    'calendar.ts firstOn: to <= from -> to < from',
    'off at `from`, the next switching on lies after it, and so after a `to` at the same time',
  ],
  [
    'calendar.ts firstOn: calendar === undefined || to <= from -> calendar === undefined && to <= from',
    'without a calendar it is always on, which was answered before; with one the search finds nothing by `to`',
  ],
  ['calendar.ts firstOn: start >= from -> start > from', 'off at `from`, no window starts there'],
  [
    'moment.ts placeAt: time >= here.time -> time > here.time',
    'at the time of the last position the way from the one before ends in it',
  ],
  [
    'moment.ts placeAt: before === null || time >= here.time -> before === null && time >= here.time',
    'nobody asks for a time before the only position, and at the last one the way ends in it',
  ],
  [
    'rules/jamming.ts isQuiet: normal !== null -> normal === null',
    'a short cut for the usual fix: where it is not taken, the long way answers the same state',
  ],
  [
    'rules/jamming.ts isQuiet: fix.speed === null || fix.speed >= plan.rules.movingSpeed === moving -> fix.speed === null && fix.speed >= plan.rules.movingSpeed === moving',
    'the same short cut',
  ],
  [
    'rules/forbidden-zone.ts offWithoutWord: at === undefined || at === Infinity -> at === undefined && at === Infinity',
    'an alarm is open only while its calendar is on, so there is a window; and one without end is never due',
  ],
]);
