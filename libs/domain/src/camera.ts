import type { Direction } from './passage.js';

/** Whose form a camera speaks; `haidang` is our own passage. */
export const CAMERA_MAKERS = [
  'hikvision',
  'dahua',
  'axis',
  'plate_recognizer',
  'frigate',
  'haidang',
] as const;
export type CameraMaker = (typeof CAMERA_MAKERS)[number];

/**
 * What a camera's time is worth. `said`: it is what it says. `local`: its digits are the local time of the gate, whatever offset stands beside
 * them, also where it is given as UTC. `none`: it has no clock to speak of, and the time of arrival counts.
 */
export const CAMERA_CLOCKS = ['said', 'local', 'none'] as const;
export type CameraClock = (typeof CAMERA_CLOCKS)[number];

/** What a camera reads. `both`: what has the form of a container's number is one, anything else is a plate. */
export const CAMERA_READS = ['plate', 'container', 'both'] as const;
export type CameraReads = (typeof CAMERA_READS)[number];

/**
 * When a vehicle of which a camera speaks several times has passed: as soon as its number is read for sure, which is what a barrier needs, or
 * when it has left the picture and nothing better will come.
 */
export const CAMERA_SETTLES = ['read', 'left'] as const;
export type CameraSettles = (typeof CAMERA_SETTLES)[number];

/** How what a camera says is to be understood. */
export interface CameraSettings {
  readonly id: string;
  readonly maker: CameraMaker;
  /** The maker's own name of this camera, where one sender speaks for several; `null`: all that comes is this camera's. */
  readonly channel: string | null;
  /** Which way those pass that the camera sees. */
  readonly direction: Direction;
  /** True: those that move away from it, as it says itself, pass the other way. */
  readonly bothWays: boolean;
  /** Where the camera does not say. */
  readonly lane: string | null;
  readonly reads: CameraReads;
  /** IANA name, such as Asia/Ho_Chi_Minh: of every time without an offset. */
  readonly timeZone: string;
  readonly clock: CameraClock;
  readonly settles: CameraSettles;
}

/**
 * What can be wrong with a camera: it says nothing while others at its gate see vehicles; it reads no numbers; it reads them badly; its clock
 * is off.
 */
export const CAMERA_FAULTS = ['silent', 'reads_nothing', 'reads_badly', 'clock_drift'] as const;
export type CameraFault = (typeof CAMERA_FAULTS)[number];
