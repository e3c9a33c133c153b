/** Every call of version 1 begins so. */
export const API = 'api/v1';

/** The largest body a call takes: ten thousand seals, or a zone with every bend of a coast. */
export const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
