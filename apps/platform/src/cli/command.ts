import type { Command } from 'commander';
import type { Pool } from 'pg';
import type { Config } from '../config/config.js';

/** Lends a command the database: DATABASE_URL, or the embedded PostgreSQL of DATA_DIR, at this code's schema. */
export type WithDatabase = <T>(work: (pool: Pool) => Promise<T>) => Promise<T>;

/** A capability's operator tasks: adds its commands, which print to standard output and throw `Error` with one line fit for the operator. */
export type AddCommands = (program: Command, withDatabase: WithDatabase, config: Config) => void;
