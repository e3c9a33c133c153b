export { applyAccess, refuseForbiddenPair } from './apply.js';
export { ensureLogins, loginsOf, type GivenLogins, type Logins } from './logins.js';
export { LOGIN_ROLES, ROLE_NAMES, type LoginRole, type RoleNames } from './roles.js';
export { prepareStore, type PrepareOptions } from './prepare.js';
export { ScopedPool } from './scoped-pool.js';
export { enterScope, queryScoped } from './scoped-query.js';
