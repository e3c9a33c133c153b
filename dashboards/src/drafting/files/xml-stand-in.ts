/**
 * As much of a browser's XML document as togeojson asks for, for tests outside a browser. It reads what {@link ./write.js} writes: elements,
 * attributes and text with the five entities.
 */
export class XmlElement {
  readonly nodeType = 1;
  readonly attributes: { readonly name: string; readonly value: string }[] = [];
  readonly children: XmlElement[] = [];
  private own = '';

  constructor(readonly tagName: string) {}

  get nodeName(): string {
    return this.tagName;
  }

  get childNodes(): { readonly length: number; item(at: number): XmlElement | undefined } {
    return Object.assign([...this.children], { item: (at: number) => this.children[at] });
  }

  get textContent(): string {
    return this.own + this.children.map((child) => child.textContent).join('');
  }

  add(text: string): void {
    this.own += text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name]!);
  }

  normalize(): void {
    // it has one text
  }

  getAttribute(name: string): string | null {
    return this.attributes.find((attribute) => attribute.name === name)?.value ?? null;
  }

  getElementsByTagName(name: string): XmlElement[] {
    return this.children.flatMap((child) => [
      ...(name === '*' || child.tagName === name ? [child] : []),
      ...child.getElementsByTagName(name),
    ]);
  }

  getElementsByTagNameNS(namespace: string, name: string): XmlElement[] {
    const prefix = NAMESPACES.get(namespace);
    if (prefix === undefined) return [];
    return this.getElementsByTagName('*').filter(
      ({ tagName }) => tagName.startsWith(`${prefix}:`) && (name === '*' || tagName === `${prefix}:${name}`),
    );
  }

  querySelector(): null {
    return null;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const NAMESPACES = new Map<string, string>();

/** In the place of the browser's. */
export class XmlParser {
  parseFromString(text: string): XmlElement {
    const document = new XmlElement('#document');
    const open = [document];
    for (const [, end, name, attributes = '', closed, words] of text.matchAll(
      /<\?[^>]*>|<(\/)?([\w:]+)([^>]*?)(\/)?>|([^<]+)/g,
    )) {
      if (words !== undefined) open.at(-1)!.add(words);
      else if (end !== undefined) open.pop();
      else if (name !== undefined) {
        const element = new XmlElement(name);
        for (const [, key = '', value = ''] of attributes.matchAll(/([\w:]+)="([^"]*)"/g)) {
          element.attributes.push({ name: key, value });
          if (key.startsWith('xmlns:')) NAMESPACES.set(value, key.slice('xmlns:'.length));
        }
        open.at(-1)!.children.push(element);
        if (closed === undefined) open.push(element);
      }
    }
    return document;
  }
}
