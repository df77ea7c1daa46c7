// Multicast DNS on the machine's networks: packets in and out, and nothing of what they mean. RFC 6762.
import { createSocket, type Socket } from 'node:dgram';
import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';
import multicastDns from 'multicast-dns';
import { Observable } from 'rxjs';
import { isPlausible } from './plausible.ts';

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** In seconds. */
  readonly ttl?: number;
  /** As the type has it; of a stranger's, anything. */
  readonly data?: unknown;
}

export interface DnsPacket {
  readonly type: 'query' | 'response';
  readonly questions?: readonly { readonly name: string; readonly type: string }[];
  readonly answers?: readonly DnsRecord[];
  readonly additionals?: readonly DnsRecord[];
}

/** A packet, and the host that it came from. */
export interface Heard {
  readonly packet: DnsPacket;
  readonly host: string;
}

export interface Multicast {
  /** Errors when the port cannot be taken. Without what cannot be read, and what no neighbour has sent. */
  readonly heard$: Observable<Heard>;
  /** What the system says of an interface, or of a packet that could not be sent. */
  readonly trouble$: Observable<Error>;
  send(packet: DnsPacket): void;
  /** Says a last word, if there is one, and lets go of the port. */
  close(last?: DnsPacket): void;
}

/** RFC 6762, section 6: what comes from any other port is no answer. */
const PORT = 5353;

/** Section 11: who is on no link of ours has come by a router, which a neighbour does not. */
const isOnLink = (host: string): boolean => {
  const links = new BlockList();
  for (const { family, address, cidr } of Object.values(networkInterfaces()).flatMap((all) => all ?? [])) {
    if (family === 'IPv4' && cidr !== null) links.addSubnet(address, Number(cidr.slice(cidr.indexOf('/') + 1)));
  }
  return links.check(host);
};

/** A socket that passes on no message but such as can be what they say. */
const plausibleSocket = (): Socket => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const emit = socket.emit.bind(socket) as (event: string, ...told: readonly unknown[]) => boolean;
  return Object.assign(socket, {
    emit: (event: string, ...told: readonly unknown[]) =>
      (event !== 'message' || isPlausible(told[0] as Uint8Array)) && emit(event, ...told),
  });
};

/** @param at the IPv4 address of the one interface to use; undefined: all of them */
export const multicast = (at?: string): Multicast => {
  // bound to an interface's own address, Linux would deliver no multicast to it
  const where = at === undefined ? {} : { interface: at, bind: '0.0.0.0' };
  const mdns = multicastDns({ socket: plausibleSocket(), ...where });
  let isBound = false;
  mdns.once('ready', () => (isBound = true));
  const say = (packet: DnsPacket, said?: () => void): void => {
    const { questions = [], answers = [], additionals = [] } = packet;
    const whole = { questions, answers, additionals } as unknown as multicastDns.QueryOutgoingPacket;
    if (packet.type === 'query') mdns.query(whole, said);
    else mdns.respond(whole as unknown as multicastDns.ResponseOutgoingPacket, said);
  };
  return {
    heard$: new Observable((subscriber) => {
      const heard = (packet: DnsPacket, from: { readonly address: string; readonly port: number }): void => {
        if (from.port === PORT && isOnLink(from.address)) subscriber.next({ packet, host: from.address });
      };
      const failed = (error: Error): void => subscriber.error(error);
      mdns.on('packet', heard).on('error', failed);
      return () => mdns.off('packet', heard); // an error that nobody listens for would end the process
    }),
    trouble$: new Observable((subscriber) => {
      const troubled = (error: NodeJS.ErrnoException): void => {
        if (error.syscall !== undefined) subscriber.next(error); // without one, it is about what a stranger has sent
      };
      mdns.on('warning', troubled);
      return () => mdns.off('warning', troubled);
    }),
    send: (packet) => say(packet),
    close: (last) => {
      if (last === undefined || !isBound) mdns.destroy();
      else say(last, () => mdns.destroy());
    },
  };
};
