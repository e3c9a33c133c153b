import type { Palette } from '../palette.js';

/** Pixels, all of them. */
const RADIUS = 17;
const STROKE = 2.2;
const FONT_SIZE = 13;
const HALO = 2;
/** From the ring's middle up to the name's base line. */
const ABOVE = 24;

/** The ring around the chosen container, and its name: elements over the marks, for there is one of it. */
export class ChosenRing {
  readonly element = make('svg', { 'aria-hidden': 'true', 'data-testid': 'chosen-ring' });
  readonly #circle = make('circle', { r: RADIUS, fill: 'none', 'stroke-width': STROKE });
  readonly #name = make('text', {
    y: -ABOVE,
    'text-anchor': 'middle',
    'font-family': 'Be Vietnam Pro',
    'font-size': FONT_SIZE,
    'font-weight': 600,
    'paint-order': 'stroke',
    'stroke-width': 2 * HALO,
    'stroke-linejoin': 'round',
  });

  constructor(palette: Palette) {
    this.element.append(this.#circle, this.#name);
    Object.assign(this.element.style, {
      position: 'absolute',
      top: '0',
      left: '0',
      width: '1px',
      height: '1px',
      overflow: 'visible',
      pointerEvents: 'none',
    });
    this.recolour(palette);
    this.name(null);
  }

  recolour({ chosen, halo }: Palette): void {
    this.#circle.setAttribute('stroke', chosen);
    this.#name.setAttribute('fill', chosen);
    this.#name.setAttribute('stroke', halo);
  }

  /** @param label `null`: there is none */
  name(label: string | null): void {
    this.element.style.display = label === null ? 'none' : '';
    this.#name.textContent = label;
  }

  /** @param x pixels from the map's upper left corner, as `y` */
  moveTo(x: number, y: number): void {
    this.element.style.transform = `translate(${x}px, ${y}px)`;
  }
}

function make<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
