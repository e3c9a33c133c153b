export { loadCountry, type Country } from './country.js';
export type { DeviceFix } from './device/device-fix.js';
export { BadScenario, loadScenario, parseScenario, scenarioNames } from './scenario/load.js';
export { scenarioDeliveries, scenarioFixes, type Delivery, type SealFixes } from './scenario/offline.js';
export type { Act, Papers } from './scenario/papers.js';
export type { Drill, Scenario } from './scenario/schema.js';
