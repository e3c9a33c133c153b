import type { IPublishPacket, MqttClient } from 'mqtt';

interface Puback {
  readonly cmd: 'puback';
  readonly messageId: number;
}
type Send = (packet: { cmd: string; messageId?: number }, done?: (error?: Error) => void) => void;

/**
 * Lets MQTT.js read on while PUBACKs wait. MQTT.js sends a PUBACK as soon as `handleMessage` calls back, and reads nothing more
 * before that: holding the callback until the commit would make every batch one message long. It has no public call to send a
 * PUBACK later, so this adapter takes hold of its packet sender (`_sendPacket`; pinned version, held-pubacks.spec.ts), swallows the
 * one PUBACK that MQTT.js means to send for a held message, and sends it when told, whichever comes first. PUBACKs of a lost
 * connection are dropped: the broker sends those messages again.
 * @returns a function to hold one PUBLISH; it answers what to call when the PUBACK is due
 */
export function holdPubacks(
  client: MqttClient,
): (packet: Pick<IPublishPacket, 'qos' | 'messageId'>) => () => void {
  const internals = client as unknown as { _sendPacket: Send };
  const send = internals._sendPacket.bind(client);
  /** Message ids of this connection whose own PUBACK of MQTT.js is still to be swallowed. */
  let held = new Set<number>();
  internals._sendPacket = (packet, done) => {
    if (packet.cmd === 'puback' && held.delete((packet as Puback).messageId)) done?.();
    else send(packet, done);
  };
  client.on('close', () => (held = new Set()));
  return ({ qos, messageId }) => {
    if (qos === 0 || messageId === undefined) return () => undefined;
    const connection = held;
    connection.add(messageId);
    return () => {
      if (connection === held) send({ cmd: 'puback', messageId });
    };
  };
}
