/** Flips that change nothing anybody can see, by {@link nameOf}, and why. */
export const EQUIVALENT: ReadonlyMap<string, string> = new Map([
  ['calendar.ts firstOn: start >= first -> start > first', 'off at `first`, no window starts there'],
  [
    'book.ts prune: this.list.length > 0 -> this.list.length >= 0',
    'of no episodes none is let go of: the question only saves the walk',
  ],
  ['meeting/meetings.ts meetings: second < first -> second <= first', 'no transit meets itself'],
  ['meeting/meetings.ts pairOf: first < second -> first <= second', 'no transit meets itself'],
  [
    'meeting/stand-index.ts #remove: ofSeal.size > 0 -> ofSeal.size >= 0',
    'the emptied place of a seal stays: memory, and no answer',
  ],
  [
    'meeting/stand-index.ts #cellsAbout: (2 * this.#widest) / (ROW * METRES_PER_DEGREE) + 2 -> (2 * this.#widest) / (ROW * METRES_PER_DEGREE) + 1',
    'a guess at which of two ways to look is shorter: both find the same',
  ],
  [
    'meeting/stand-index.ts #cellsAbout: (2 * this.#widest) / (ROW * METRES_PER_DEGREE) + 2 -> (2 * this.#widest) / (ROW * METRES_PER_DEGREE) + 3',
    'the same guess',
  ],
  [
    'meeting/stand-index.ts #cellsAbout: rows * rows > this.#cells.size + MANY -> rows * rows >= this.#cells.size + MANY',
    'the same guess',
  ],
  [
    'meeting/stand-index.ts #cellsAbout: rows * rows > this.#cells.size + MANY -> rows * rows <= this.#cells.size + MANY',
    'the longer of the two ways: it finds the same',
  ],
  [
    'meeting/stand-index.ts cellsAbout: Math.max(0.01, Math.cos(((Math.abs(lat) + high) * Math.PI) / 180)) -> Math.min(0.01, Math.cos(((Math.abs(lat) + high) * Math.PI) / 180))',
    'more cells are looked into than need be: whoever is in them is measured all the same',
  ],
  [
    'meeting/stand-index.ts columnsOf: Math.max(1, Math.floor((360 / ROW) * Math.cos((row * ROW * Math.PI) / 180))) -> Math.min(1, Math.floor((360 / ROW) * Math.cos((row * ROW * Math.PI) / 180)))',
    'a whole row is one cell: whoever is in it is measured all the same',
  ],
  [
    'reception/heap.ts add: i > 0 -> i >= 0',
    'the first has no parent, and comes before nothing that is not there',
  ],
  [
    'reception/heap.ts take: child < this.#ids.length -> child <= this.#ids.length',
    'what is not there comes before nothing',
  ],
  [
    'reception/heap.ts #before: this.#ids[i]! < this.#ids[j]! -> this.#ids[i]! <= this.#ids[j]!',
    'one seal at one time twice: both orders are one',
  ],
  [
    'reception/outage.ts passed: mark <= receiving.now -> mark < receiving.now',
    'at the same mark what was reckoned is reckoned again',
  ],
  [
    'reception/reception.ts #await: listened.waits <= due -> listened.waits < due',
    'looked at twice at one time: the second look finds it done',
  ],
  [
    'rules/pace.ts see: speed < STANDING -> speed <= STANDING',
    'a speed of exactly 5 km/h out of two measured places; at it both choices are as good',
  ],
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
    'rules/forbidden-zone.ts lookBack: newer.from <= way.time -> newer.from < way.time',
    'a change at the very time of the fix before leaves nothing of the way before it',
  ],
  [
    'rules/passing.ts passThrough: since <= before.time -> since < before.time',
    'a short cut: of the whole way nothing is cut off',
  ],
  ...[
    'newer.from > before.time -> newer.from >= before.time',
    'newer.before !== null && newer.from > before.time -> newer.before !== null || newer.from > before.time',
  ].map((flip): [string, string] => [
    `rules/unchanged.ts saidSince: ${flip}`,
    'a change at the time of the fix before, or older: what is since then is the whole way',
  ]),
  ...['apart - blur >= least -> apart - blur > least', 'apart + blur >= least -> apart + blur > least'].map(
    (flip): [string, string] => [
      `rules/jamming.ts isMoving: ${flip}`,
      'a way exactly as long as asked, out of two measured places; at it both choices are as good',
    ],
  ),
  [
    'rules/journey.ts passing: moment.zones.length === 0 || checkpoints.length === 0 -> moment.zones.length === 0 && checkpoints.length === 0',
    'a short cut: the long way finds no checkpoint either',
  ],
  [
    'shelf.ts layHead: i < NUMBERS -> i <= NUMBERS',
    'what it writes past the numbers is the place of the first memory, which is written next',
  ],
  [
    'shelf.ts restOf: index < IS_FLAT.length -> index <= IS_FLAT.length',
    'past the last rule there is no memory, and no start that it differs from',
  ],
  [
    'shelf.ts restOf: !IS_FLAT[index] && rules[index] !== START_MEMORIES[index] -> !IS_FLAT[index] || rules[index] !== START_MEMORIES[index]',
    'memories are kept as they are that need not be: the same answer, with more memory',
  ],
  [
    'step.ts enter: TRANSIT_STATES.indexOf(phase) <= TRANSIT_STATES.indexOf(left) -> TRANSIT_STATES.indexOf(phase) < TRANSIT_STATES.indexOf(left)',
    'the phase it is in already: no rule leaves it',
  ],
  [
    'step.ts strikeUntil: next <= due -> next < due',
    'for a rule that breaks its word and waits for the same time for ever: there is none',
  ],
  [
    'step.ts mayWait: this.rules[index] !== rule.start -> this.rules[index] === rule.start',
    'what is due is reckoned at every event, with the same answer',
  ],
  ['step.ts mayWait: rules[index] !== rule.start -> rules[index] === rule.start', 'the same'],
]);
