import {
  createTheme,
  getFontSize,
  Input,
  Portal,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { PALETTES } from './map/palette.js';

/** The one accent: a calm sea green that is none of the alarm colours. */
const accent: MantineColorsTuple = [
  '#e3f8f5',
  '#c9efe9',
  '#98dfd5',
  '#6cd0c3',
  '#4cc2b4',
  '#2fab9d',
  '#0b8379',
  '#08736a',
  '#06625a',
  '#044f49',
];

/** Neutral greys, lightest text first, as Mantine orders its dark scale. */
const dark: MantineColorsTuple = [
  '#e6eaee',
  '#c3cad2',
  '#a4adb7',
  '#88929d',
  '#4a535e',
  '#323a43',
  '#242a31',
  '#1a1f25',
  '#15191e',
  '#0f1216',
];

const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f3',
  '#e3e7ea',
  '#d3d9de',
  '#bcc5cd',
  '#8b959f',
  '#5d6873',
  '#434c55',
  '#2f363d',
  '#1b2026',
];

export const theme = createTheme({
  fontFamily: '"Be Vietnam Pro", system-ui, sans-serif',
  headings: { fontFamily: '"Be Vietnam Pro", system-ui, sans-serif', fontWeight: '600' },
  colors: { accent, dark, gray },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 4,
  focusRing: 'auto',
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  components: {
    Portal: Portal.extend({ defaultProps: { target: '#popups' } }),
    InputWrapper: Input.Wrapper.extend({
      vars: (_, { size }) => ({
        label: {},
        description: { '--input-description-size': belowField(size) },
        error: { '--input-error-size': belowField(size) },
        success: {},
      }),
    }),
  },
});

/** Smaller than what is in the field, but nothing is smaller than 12 pixels. */
function belowField(size: string | undefined): string {
  return `max(${getFontSize('xs')}, calc(${getFontSize(size ?? 'sm')} - 2px))`;
}

/** Our own variables beside Mantine's: the surfaces and the three alarm colours, a set a theme. */
export const cssVariables: CSSVariablesResolver = () => ({
  // white on either is over 7:1: read through a cab's window in the sun; neither is an alarm's colour
  variables: { '--pass': '#0a5c46', '--hold': '#8c1340' },
  dark: {
    ...mapColours('dark'),
    '--mantine-color-body': '#15191e',
    '--surface': '#15191e',
    '--surface-raised': '#1d2228',
    '--surface-hover': '#262c34',
    '--line': '#2c333b',
    '--text': '#e6eaee',
    '--text-quiet': '#a4adb7',
    '--accent': '#4cc2b4',
    // what a field says is wrong: Mantine's red is too dark to be read here, and near to an alarm's
    '--mantine-color-error': '#f08cb2',
    '--pass-mark': '#63c79f',
    '--hold-mark': '#f08cb2',
  },
  light: {
    ...mapColours('light'),
    '--mantine-color-body': '#f7f8f9',
    '--surface': '#ffffff',
    '--surface-raised': '#f2f4f6',
    '--surface-hover': '#e8ecef',
    '--line': '#d3d9de',
    '--text': '#1b2026',
    '--text-quiet': '#515b65',
    '--accent': '#08736a',
    '--mantine-color-placeholder': '#5d6873',
    '--mantine-color-error': '#8c1340',
    '--pass-mark': '#0a5c46',
    '--hold-mark': '#8c1340',
  },
});

function mapColours(name: 'dark' | 'light'): Record<string, string> {
  const tracks = PALETTES[name].tracks.map((colour, slot) => [`--track-${slot}`, colour] as const);
  const { critical, major, minor, on_route, idle } = PALETTES[name].marks;
  return {
    '--critical': critical,
    '--major': major,
    '--minor': minor,
    '--on-route': on_route,
    '--idle': idle,
    ...Object.fromEntries(tracks),
  };
}
