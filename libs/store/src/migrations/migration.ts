/** A table that grows with time: a hypertable where TimescaleDB is, else partitioned by day. */
export interface Series {
  readonly table: string;
  readonly timeColumn: string;
  /** Column definitions and the primary key, which must hold the time column. */
  readonly columns: string;
  readonly indexes: readonly string[];
  /** How TimescaleDB's compression sorts it. */
  readonly segmentBy: string;
  readonly orderBy: string;
}

/** One step of the schema. Once released it is never edited: a test of its fingerprint and the start both refuse that. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly series: readonly Series[];
}
