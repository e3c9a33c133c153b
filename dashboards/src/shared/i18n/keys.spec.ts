import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  AFTER_EXPIRY,
  ALARM_ENDINGS,
  ALARM_KINDS,
  ALARM_STATES,
  BATTERY_BANDS,
  CASE_ACTS,
  CASE_DECISIONS,
  CASE_KINDS,
  CASE_OUTCOMES,
  CASE_SOURCES,
  CASE_STATES,
  DEADLINE_KINDS,
  DOUBT_EVIDENCE,
  DOUBT_RULES,
  ELIGIBILITY_STATES,
  EARLY_ENDS,
  EXCEPTION_KINDS,
  EXCEPTION_NOTES,
  EXCEPTION_STATES,
  FOUND_STEPS,
  INCIDENT_KINDS,
  JOURNEY_NOTES,
  LOCK_STATES,
  MEANS,
  NOT_CHECKED,
  OFFLINE_REASONS,
  PAPER_COMPARISONS,
  PATROL_KINDS,
  PAPER_DIFFERENCES,
  PORT_FORMS,
  PORT_MESSAGE_STATES,
  PURPOSES,
  ROLES,
  SEAL_CAUSES,
  SEAL_CUSTODIES,
  SEAL_EVENTS,
  SEVERITIES,
  STAY_STATES,
  STEP_TAKINGS,
  TRANSIT_STATES,
  TRANSIT_STEPS,
  TRANSPORT_MODES,
  YARD_FLAGS,
} from '@haidang/domain';
import {
  ALARM_GROUPS,
  CREDENTIAL_STATES,
  DEVICE_KINDS,
  DUTIES,
  FIELD_ERRORS,
  FIGURE_BUCKETS,
  HANDOVER_ITEMS,
  HANDOVER_STATES,
  MARK_STATES,
  MOVES,
  RESPONSES,
} from '@haidang/contract';
import { expect, test } from 'vitest';
import { ADVISED } from '../../carrier/advised.js';
import en from './en.json';
import vi from './vi.json';

const SOURCES = path.resolve(import.meta.dirname, '../..');

/** `a.b` of every text in a language file. */
function keysOf(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

/** The code in a folder and below it. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

const all = filesIn(SOURCES).join('\n');
const known = new Set(keysOf(vi));

/** Groups whose key is put together at run time: t(`group.${code}`) and word(t, 'group', code). */
const groups = new Set(
  [...all.matchAll(/\bt\(\s*`([\w.]+)\.\$\{|\bword\(\s*t,\s*'(\w+)'/g)].map((match) => match[1] ?? match[2]!),
);

test('both languages have the same keys, and no text is empty', () => {
  expect(keysOf(en).sort()).toEqual(keysOf(vi).sort());
  for (const file of [vi, en]) expect(JSON.stringify(file)).not.toMatch(/:\s*"\s*"/);
});

test('both languages fill in the same values in every text', () => {
  const values = (tree: object, key: string) => {
    const text = key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], tree);
    return [...String(text).matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  };
  for (const key of known) expect([key, values(en, key)]).toEqual([key, values(vi, key)]);
});

test('every key the code names is in the files', () => {
  const named = [...all.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1]!);
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((key) => !known.has(key))).toEqual([]);
});

test('every key in the files is used', () => {
  const inGroup = (key: string) => groups.has(key.split('.').slice(0, -1).join('.'));
  expect([...known].filter((key) => !inGroup(key) && !all.includes(`'${key}'`))).toEqual([]);
});

test('every act that the platform enters in the ledger has its words', () => {
  const platform = ['apps/platform/src', 'libs/store/src'].flatMap((folder) =>
    filesIn(path.resolve(SOURCES, '../..', folder)),
  );
  const acts = [...platform.join('\n').matchAll(/\b(?:actNow\(\s*|kind: )['`](\w+)\.(\w+)?/g)];
  expect(acts.length).toBeGreaterThan(30);
  const words = acts.flatMap(([, thing, deed]) => [
    `ledgerThing.${thing}`,
    ...(deed === undefined ? [] : [`ledgerDeed.${deed}`]),
  ]);
  const steps = [...Object.keys(TRANSIT_STEPS), ...CASE_ACTS, ...Object.keys(vi.alarmLine)];
  const all = [...words, ...steps.map((deed) => `ledgerDeed.${deed}`)];
  expect([...new Set(all)].filter((key) => !known.has(key))).toEqual([]);
});

/** Refusals that no act on a page comes to: of devices, of partners' systems, of how a call is made. */
const OF_MACHINES = [
  ...['method_not_allowed', 'not_acceptable', 'headers_too_large', 'not_http', 'not_edifact', 'not_xml'],
  ...['signature_missing', 'signature_invalid', 'idempotency_key_reused', 'second_factor_needed'],
  ...['protocol_error', 'bad_topic', 'empty_backlog', 'backlog_too_long', 'position_incomplete'],
  ...['unstorable', 'wrong_sender', 'bad_credentials', 'unknown_notice', 'unknown_camera'],
];

test('every refusal that somebody at a page may meet is said in words', () => {
  const docs = readFileSync(path.resolve(SOURCES, '../../docs/errors.md'), 'utf8');
  const listed = docs.slice(docs.indexOf('## REST'), docs.indexOf('## The store'));
  const codes = [...listed.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]!);
  expect(codes.length).toBeGreaterThan(90);
  const isSaid = (code: string) =>
    code.endsWith('_not_found') || known.has(`problem.${code}`) || known.has(`signInProblem.${code}`);
  expect(codes.filter((code) => !isSaid(code)).sort()).toEqual(OF_MACHINES.toSorted());
});

test('every code of the domain has its word', () => {
  const wanted = {
    role: ROLES,
    wrongField: FIELD_ERRORS,
    duty: DUTIES,
    dutyText: DUTIES,
    severity: SEVERITIES,
    patrolKind: PATROL_KINDS,
    lock: LOCK_STATES,
    sealSaid: [
      ...SEAL_EVENTS.filter((event) => event !== 'vibration'),
      ...LOCK_STATES.map((lock) => `lock_${lock}`),
    ],
    transitState: TRANSIT_STATES,
    markState: MARK_STATES,
    step: ['register', 'approve', ...Object.keys(TRANSIT_STEPS)],
    foundStep: FOUND_STEPS,
    how: STEP_TAKINGS,
    journeyNote: JOURNEY_NOTES,
    proposal: FOUND_STEPS,
    confirm: FOUND_STEPS,
    alarm: ALARM_KINDS,
    alarmState: ALARM_STATES,
    handoverState: HANDOVER_STATES,
    handoverPart: HANDOVER_ITEMS,
    figuresBy: ALARM_GROUPS,
    figuresOf: MOVES,
    figuresResponse: RESPONSES,
    figuresAfter: RESPONSES,
    figuresOnly: RESPONSES,
    figuresBucket: FIGURE_BUCKETS,
    handoverCount: HANDOVER_ITEMS,
    handoverLeft: HANDOVER_ITEMS,
    ending: ALARM_ENDINGS,
    hold: OFFLINE_REASONS,
    policyIs: AFTER_EXPIRY,
    afterExpiry: AFTER_EXPIRY,
    afterExpiryIs: AFTER_EXPIRY,
    notChecked: NOT_CHECKED,
    lookupHere: ELIGIBILITY_STATES,
    eligibilityState: ELIGIBILITY_STATES,
    exception: EXCEPTION_KINDS.filter((kind) => kind !== 'incident'),
    exceptionNote: EXCEPTION_NOTES,
    incident: INCIDENT_KINDS,
    reportKind: INCIDENT_KINDS,
    advised: ADVISED,
    sealCause: SEAL_CAUSES,
    batteryBand: BATTERY_BANDS,
    sealCustody: SEAL_CUSTODIES,
    sealCustodyIs: SEAL_CUSTODIES,
    means: MEANS,
    earlyEnd: EARLY_ENDS,
    askMeans: EXCEPTION_KINDS.filter((kind) => kind !== 'incident'),
    exceptionState: EXCEPTION_STATES,
    portForm: PORT_FORMS,
    purpose: PURPOSES,
    correctionState: PORT_MESSAGE_STATES,
    caseKind: CASE_KINDS,
    caseState: CASE_STATES,
    caseSource: CASE_SOURCES,
    caseDecision: Object.keys(CASE_DECISIONS),
    caseDecisionIs: Object.keys(CASE_DECISIONS),
    caseOutcome: CASE_OUTCOMES,
    caseOutcomeIs: CASE_OUTCOMES,
    caseHistory: CASE_ACTS,
    doubtEvidence: DOUBT_EVIDENCE,
    stayState: STAY_STATES,
    mode: TRANSPORT_MODES,
    yardFlag: YARD_FLAGS,
    deviceKind: DEVICE_KINDS,
    credentialState: CREDENTIAL_STATES,
    yardFlagIs: YARD_FLAGS,
    deadlineKind: DEADLINE_KINDS,
    deadlineIs: DEADLINE_KINDS,
    paperComparison: PAPER_COMPARISONS,
    paperDifference: PAPER_DIFFERENCES,
    doubtRule: Object.keys(DOUBT_RULES)
      .filter((rule) => !rule.startsWith('alarm.'))
      .map((rule) => rule.replace('.', '_')),
  };
  for (const [group, codes] of Object.entries(wanted))
    for (const code of codes) expect(known).toContain(`${group}.${code}`);
  expect(ALARM_STATES).toEqual(['open', 'acknowledged', 'shelved', 'resolved']);
});

test('no text stands in the pages themselves', () => {
  const texts = [...all.matchAll(/>\s*([A-ZÀ-Ỹ][a-zà-ỹ]+(?: [a-zà-ỹ]+)+)\s*</g)].map((match) => match[1]);
  expect(texts).toEqual([]);
});
