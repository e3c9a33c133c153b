/** Drawings of 20 x 20, in strokes of the text's colour. */
const PATHS = {
  search: 'M9 3.5a5.5 5.5 0 1 0 .01 0M13.2 13.2 17 17',
  sun: 'M10 6.5a3.5 3.5 0 1 0 .01 0M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16 12.2A6.5 6.5 0 0 1 7.8 4 6.5 6.5 0 1 0 16 12.2',
  close: 'M5 5l10 10M15 5 5 15',
  locate: 'M10 5a5 5 0 1 0 .01 0M10 2v4M10 14v4M2 10h4M14 10h4',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  country: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4',
  keys: 'M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.8h7',
  check: 'M4 10.5 8.2 15 16 6',
  back: 'M12 4 6 10l6 6',
  down: 'M5 8l5 5 5-5',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  unlock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 5.8-1',
  person: 'M10 3a3.5 3.5 0 1 0 .01 0M3.5 17a6.5 6.5 0 0 1 13 0',
  pass: 'M10 2.5a7.5 7.5 0 1 0 .01 0M6.3 10.4l2.6 2.6 4.8-5.6',
  hold: 'M10 2.5a7.5 7.5 0 1 0 .01 0M6 10h8',
  group: 'M3 4h14v5H3zM6 9v7.5h11V12H6',
  figures: 'M3 17V9h3v8M8.5 17V4h3v13M14 17v-6h3v6M2 17h16',
  handover: 'M3 6.5h11M11 3.5l3 3-3 3M17 13.5H6M9 10.5l-3 3 3 3',
  bell: 'M4.5 14.5h11l-1.5-2V9a4 4 0 0 0-8 0v3.5zM8.5 17h3',
  mute: 'M4.5 14.5h11l-1.5-2V9a4 4 0 0 0-8 0v3.5zM8.5 17h3M3 3l14 14',
  play: 'M6 3.5v13l10.5-6.5z',
  pause: 'M6.5 4v12M13.5 4v12',
  ruler: 'M2.5 13.5 13.5 2.5l4 4-11 11zM6 10l1.5 1.5M8.5 7.5 10 9M11 5l1.5 1.5',
  follow: 'M10 7.5a2.5 2.5 0 1 0 .01 0M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4',
  calendar: 'M3 5h14v12H3zM3 8.5h14M7 3v3.5M13 3v3.5',
  arrow: 'M3 10h13M11.5 5.5 16 10l-4.5 4.5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
