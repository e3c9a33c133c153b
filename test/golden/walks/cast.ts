import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
  ContainerView,
  DecisionView,
  DemoAccountsView,
  LedgerEntryView,
  MadeUserView,
  NoticeMessage,
  Page,
  SignedInView,
} from '@haidang/contract';
import type { Role } from '@haidang/domain';
import { callApi, demoSecrets, waitFor, withUser } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { connectAsync, type MqttClient } from 'mqtt';
import type { ToldPlatform } from '../told-platform.js';

const SAID_WITHIN = 10_000;
const OWN_PASSWORD = 'ngon-hai-dang-soi-sang';

/** Somebody signed in. */
export class Person {
  private constructor(
    private readonly origin: string,
    private readonly session: SignedInView,
  ) {}

  static async signIn(origin: string, username: string, password: string): Promise<Person> {
    return new Person(origin, await callApi<SignedInView>(origin, '', '/session', { username, password }));
  }

  /** A call below `/api/v1`; with a body it posts, text as EDIFACT. @throws Error with the problem's words when it is refused */
  async call<T>(path: string, body?: object | string): Promise<T> {
    const { token } = this.session;
    if (typeof body !== 'string') return callApi<T>(this.origin, token, path, body);
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      ...{ method: 'POST', body },
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/edifact',
        accept: 'application/json',
      },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

/** What is heard and said over MQTT as one device. */
export class Device {
  private readonly heard: { topic: string; message: unknown }[] = [];

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topic, payload) =>
      this.heard.push({ topic, message: JSON.parse(payload.toString()) }),
    );
  }

  static async connect(
    broker: string,
    name: string,
    secret: string,
    hears: readonly string[] = [],
  ): Promise<Device> {
    const client = await connectAsync(withUser(broker, name, secret), { clientId: name, keepalive: 0 });
    const device = new Device(client);
    if (hears.length > 0) await client.subscribeAsync([...hears], { qos: 1 });
    return device;
  }

  /** Until its PUBACK: then it is committed. */
  async say(topic: string, message: object): Promise<void> {
    await this.client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
  }

  /** What it was told, once it was told. */
  hear<T>(topic: string, isMeant: (message: T) => boolean): Promise<T> {
    const find = () => this.heard.find((one) => one.topic === topic && isMeant(one.message as T));
    return waitFor(() => find()?.message as T | undefined, SAID_WITHIN, `a message on ${topic}`);
  }

  close(): Promise<void> {
    return this.client.endAsync();
  }
}

/** The people and devices of the demo country, each by its own way in. */
export class Cast {
  private readonly devices: Device[] = [];
  private readonly secrets: Map<string, string>;

  private constructor(
    private readonly platform: ToldPlatform,
    private readonly accounts: DemoAccountsView,
  ) {
    this.secrets = demoSecrets(platform);
  }

  static async of(platform: ToldPlatform): Promise<Cast> {
    const answer = await fetch(`${platform.origin}/api/v1/demo/accounts`);
    return new Cast(platform, (await answer.json()) as DemoAccountsView);
  }

  /** With a ready account of the demo. */
  person(username: string): Promise<Person> {
    const { password } = this.accounts.items.find((one) => one.username === username)!;
    return Person.signIn(this.platform.origin, username, password);
  }

  /** Somebody whom an administrator admits, and who sets a password of their own. */
  async admit(by: Person, username: string, role: Role, organisationId: string): Promise<Person> {
    const { origin } = this.platform;
    const made = await by.call<MadeUserView>('/users', { username, name: username, role, organisationId });
    const password = made.oneTimePassword!;
    const first = await Person.signIn(origin, username, password);
    await first.call('/session/password', { password, next: OWN_PASSWORD });
    return Person.signIn(origin, username, OWN_PASSWORD);
  }

  /** A gate's camera, which hears its decisions. */
  gate(id: string): Promise<Device> {
    return this.device(id, this.secrets.get(id)!, [topics.decisions(id)]);
  }

  seal(id: string): Promise<Device> {
    return this.device(id, this.secrets.get(id)!);
  }

  /** A port's own server, by a credential that an operator of the platform issued to it. */
  async port(organisationId: string, facilityId: string): Promise<Device> {
    const out = path.join(this.platform.dataDir, `${organisationId}-${this.devices.length}.csv`);
    const name = `${organisationId}-${this.devices.length}`;
    await this.platform.cli('device', 'issue', '--forwarder', organisationId, '--name', name, '--out', out);
    const [, line] = readFileSync(out, 'utf8').trim().split('\n');
    return this.device(name, line!.split(',')[2]!, [topics.notices(facilityId)]);
  }

  async leave(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.close()));
  }

  private async device(name: string, secret: string, hears: readonly string[] = []): Promise<Device> {
    const device = await Device.connect(this.platform.broker, name, secret, hears);
    this.devices.push(device);
    return device;
  }
}

/** A camera tells a passage, and the gate its decision. */
export async function pass(gate: Device, gateId: string, passage: { id: string }): Promise<DecisionView> {
  await gate.say(topics.passages(gateId), passage);
  return gate.hear<DecisionView>(topics.decisions(gateId), ({ passageId }) => passageId === passage.id);
}

/** A port hears of a form about a container, and says that it has it. @returns the notice's id */
export async function receive(
  port: Device,
  facilityId: string,
  form: string,
  container: string,
  time: string,
): Promise<string> {
  const isMeant = (notice: NoticeMessage) =>
    notice.form === form && notice.lines.some((line) => 'container' in line && line.container === container);
  const { id } = await port.hear<NoticeMessage>(topics.notices(facilityId), isMeant);
  await port.say(topics.receipts(facilityId), { noticeId: id, time, status: 'received' });
  return id;
}

/** What the ledger tells of these things, in its order: what was done, to what kind of thing, and by whom. */
export async function story(
  auditor: Person,
  subjects: readonly string[],
  isLast: (entry: LedgerEntryView) => boolean,
): Promise<{ lines: string[]; entries: LedgerEntryView[] }> {
  const read = async () => {
    const page = await auditor.call<Page<LedgerEntryView>>(
      `/ledger?limit=1000&subject=${subjects.map(encodeURIComponent).join(',')}`,
    );
    return page.items.reverse();
  };
  // an act is chained within a second
  const entries = await waitFor(
    async () => [await read()].find((all) => all.some(isLast)),
    SAID_WITHIN,
    'the last entry of the story',
  );
  return { lines: entries.map((entry) => `${entry.kind}: ${whoDid(entry)}`), entries };
}

/** A person by role and place, a device by its name, or the platform by itself. */
function whoDid({ by, data }: LedgerEntryView): string {
  if (by !== undefined) return `${by.role} ${by.organisationId}`;
  const sender = data?.['sender'];
  return typeof sender === 'string' ? sender : 'the platform';
}

/** What `GET /containers/{number}` says, in a line. */
export async function whereIs(reader: Person, number: string): Promise<string> {
  const view = await reader.call<ContainerView>(`/containers/${number}`);
  const [newest] = view.passages;
  return [
    ...view.expected.map(({ facilityId, state }) => `${state} at ${facilityId}`),
    ...view.stays.map(({ facilityId, state, outAt }) =>
      outAt === undefined ? `${state} at ${facilityId}` : `left ${facilityId}`,
    ),
    ...view.eligibilities.map(({ state }) => state),
    ...(view.transit === null ? [] : [`transit ${view.transit.state}`]),
    ...(view.sealId === null ? [] : [`seal ${view.sealId}`]),
    ...(newest === undefined
      ? []
      : [`${newest.direction} ${newest.gateId}: ${newest.override?.verdict ?? newest.decision.verdict}`]),
  ].join(', ');
}
