/** The part of the package's parser that is used: it has no types of its own. */
declare module 'edifact' {
  export class Parser {
    /** @throws Error for a level it does not know */
    encoding(level: string): void;
    on(event: 'opensegment' | 'component', heard: (text: string) => void): void;
    on(event: 'element' | 'closesegment', heard: () => void): void;
    /** @throws Error for what breaks the syntax */
    write(chunk: string): void;
    /** @throws Error when a segment is not complete */
    end(): void;
  }
}
