import type { Rejection } from '../rejection.js';

/** One part of what a camera sent: a part of its form, or the whole body. */
export interface EventPart {
  /** The field's or the file's name; empty where it has none. */
  readonly name: string;
  /** As it is said to be, which need not be true. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A picture that came with an event; whether it is one, who stores it looks. */
export interface CameraPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A time as it was said: a count since 1970, or digits. */
export type SaidTime = { readonly epoch: number } | { readonly text: string };

/** What a camera said of one vehicle, in its maker's form, before the camera's settings are put to it. */
export interface Sighting {
  /** The same in everything it says of this vehicle; `null`: the maker gives no such name. */
  readonly event: string | null;
  /** The maker's name of the camera. */
  readonly channel: string | null;
  readonly time: SaidTime | null;
  /** The number as read, plate or container; may be a word for nothing. */
  readonly text: string | null;
  /** 0 to 1. */
  readonly confidence: number | null;
  /** As the camera sees it move. */
  readonly motion: 'approaching' | 'leaving' | null;
  readonly lane: string | null;
  /** Nothing better will be said of this vehicle. */
  readonly last: boolean;
  readonly pictures: readonly CameraPicture[];
}

/** Understands a maker's form. None: the message is about no vehicle (a heartbeat, another kind of event). */
export type Adapter = (parts: readonly EventPart[]) => readonly Sighting[] | Rejection;

export const NOTHING_SAID: Sighting = {
  event: null,
  channel: null,
  time: null,
  text: null,
  confidence: null,
  motion: null,
  lane: null,
  last: true,
  pictures: [],
};
