import type { MarkState } from '@haidang/contract';
import type { Theme } from '../url-state.js';

/** The map's colours. The three alarm colours appear nowhere else. */
export interface Palette {
  sea: string;
  land: string;
  coast: string;
  border: string;
  /** Of a deployer's tiles, quieter than any corridor. */
  road: string;
  roadStrong: string;
  /** Place names, large and small, and names of seas and islands. */
  text: string;
  textQuiet: string;
  textSea: string;
  /** Around every text, the ground's colour. */
  halo: string;
  port: string;
  facility: string;
  accent: string;
  /** Of transits that are looked at together, in the order in which they were added. */
  tracks: readonly [string, string, string, string];
  forbidden: string;
  marks: Record<MarkState, string>;
  /** Around every mark, so that it stands off the ground and its neighbours. */
  markEdge: string;
  chosen: string;
}

export const PALETTES: Record<Theme, Palette> = {
  dark: {
    sea: '#12161b',
    land: '#1b2026',
    coast: '#323a43',
    border: '#4a535e',
    road: '#2b323a',
    roadStrong: '#39424c',
    text: '#c3cad2',
    textQuiet: '#88929d',
    textSea: '#6f8494',
    halo: '#12161b',
    port: '#7e8a96',
    facility: '#aeb8c2',
    accent: '#4cc2b4',
    tracks: ['#4cc2b4', '#c39bf5', '#e58fc0', '#b7c95a'],
    forbidden: '#a58fb0',
    marks: {
      idle: '#6d7883',
      on_route: '#b9c3cc',
      minor: '#8fa9c8',
      major: '#f7a823',
      critical: '#f2473f',
    },
    markEdge: '#0d1013',
    chosen: '#ffffff',
  },
  light: {
    sea: '#e3e8ec',
    land: '#f4f5f6',
    coast: '#bcc5cd',
    border: '#9aa5af',
    road: '#dde2e6',
    roadStrong: '#cbd2d8',
    text: '#343c44',
    textQuiet: '#5d6873',
    textSea: '#56707f',
    halo: '#f4f5f6',
    port: '#66727e',
    facility: '#3f4953',
    accent: '#0b8379',
    tracks: ['#0b8379', '#7446b8', '#a83279', '#5f6f10'],
    forbidden: '#7b5f8a',
    marks: {
      idle: '#8b959f',
      on_route: '#4a5661',
      minor: '#4f6f96',
      major: '#d97b00',
      critical: '#cf2620',
    },
    markEdge: '#ffffff',
    chosen: '#111418',
  },
};
