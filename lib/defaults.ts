// The policies and guards of a node that was told nothing else: plain records, to be spread and changed.
import type { Env } from './env.ts';
import type { Guards } from './guard.ts';
import { addressPolicy } from './guards/addressPolicy.ts';
import { forRing } from './guards/forRing.ts';
import { maxDialling } from './guards/maxDialling.ts';
import { maxHandshakes } from './guards/maxHandshakes.ts';
import { maxIncoming } from './guards/maxIncoming.ts';
import { maxOutgoing } from './guards/maxOutgoing.ts';
import { notBanned } from './guards/notBanned.ts';
import { notLooping } from './guards/notLooping.ts';
import { notSelf } from './guards/notSelf.ts';
import { onePerRemote } from './guards/onePerRemote.ts';
import { perAddress } from './guards/perAddress.ts';
import { perGroup } from './guards/perGroup.ts';
import { perNarrowGroup } from './guards/perNarrowGroup.ts';
import { whileRunning } from './guards/whileRunning.ts';
import { agree } from './policies/agree.ts';
import { anchors } from './policies/anchors.ts';
import { askAround } from './policies/askAround.ts';
import { detect } from './policies/detect.ts';
import { dialBack } from './policies/dialBack.ts';
import { disseminate } from './policies/disseminate.ts';
import { evict } from './policies/evict.ts';
import { feeler } from './policies/feeler.ts';
import { fetchMissing } from './policies/fetchMissing.ts';
import { fewSuppliers } from './policies/fewSuppliers.ts';
import { followReferral } from './policies/followReferral.ts';
import { healLost } from './policies/healLost.ts';
import { keepAlive } from './policies/keepAlive.ts';
import { keepBeat } from './policies/keepBeat.ts';
import { makeWay } from './policies/makeWay.ts';
import { mendMaps } from './policies/mendMaps.ts';
import { redial } from './policies/redial.ts';
import { reportStatus } from './policies/reportStatus.ts';
import { rotate } from './policies/rotate.ts';
import { saveBook } from './policies/saveBook.ts';
import { slotCount, slots, type Slots } from './policies/slots.ts';
import { stormGuard } from './policies/stormGuard.ts';
import { watchHeads } from './policies/watchHeads.ts';
import type { Policies } from './policy.ts';

/** Eight heads keep a random graph of thousands connected with a diameter of a handful; Bitcoin Core's number too. */
const OUTGOING = 8;

/** As many again, so that an operator can dial while the monitor idle has filled its own. */
export const OUTGOING_MAX = 16;

/** Eight times what a node dials: a network in which an eighth of the nodes can be reached has a slot for all. */
const INCOMING_MAX = 64;

/** A book of dead addresses is gone through at 4 per time-out, and a handshake costs 4 ms of the two ends' cores. */
const DIALLING_MAX = 4;

/** The transport has 16 work at once; the rest only wait, at 50 KiB each, and a quarter of the places is kept free. */
export const HANDSHAKES_MAX = 64;
const EASY_SHARE = 3 / 4;

/** An office behind one address, not a botnet on one machine. */
const PER_ADDRESS_INCOMING_MAX = 8;

/** An eighth is for those that this node follows on the rings, of whom there are two and for a while a few more. */
const RING_SHARE = 1 / 8;
const RING_INCOMING_MAX = 8;

/** One is kept free, so that a node that is full is not closed to whoever comes next. */
const FREE_INCOMING = 1;

/** Who is given a /24 has one customer's worth of machines, or is many customers in one: neither needs a slot for each. */
const PER_NARROW_GROUP_INCOMING_MAX = 4;

/** Half of the slots: whoever owns a /16 can crowd others, never all of them. */
const PER_GROUP_INCOMING_MAX = 32;

/** Outgoing slots are what holds a node to the honest part of a network, so an owner gets a quarter of them at most. */
const PER_GROUP_OUTGOING_MAX = 2;

/** Of four connections one is the rings', and one is kept over restarts: of eight, two each. */
const SLOTS_PER_RING = 4;
const RINGS_MAX = 2;
const SLOTS_PER_ANCHOR = 4;
const ANCHORS_MAX = 2;

/** As in Bitcoin Core: two minutes, on average, between two tests of addresses that nobody was seen at. */
const FEELER_MS = 120_000;

/** A quarter of an hour a slot: a node that was captured is out within the hour, and the map hardly moves for it. */
const ROTATE = { everyMs: 900_000, minAgeMs: 600_000 };

/** Under the 30 s after which the most impatient home routers forget a mapping. */
const HEARTBEAT_MS = 15_000;

/** Soon after a hiccup, and at last as often as one would look at a list by hand. */
const REDIAL_MS_MIN = 1_000;
const REDIAL_MS_MAX = 600_000;

/**
 * A back-off that begins at a second lets no honest attempt come five times in a minute and be undone by this node
 * itself each time; two policies that undo each other are there within seconds.
 */
const STORM = { windowMs: 60_000, loops: 5 };

/** Too short to be noticed, long enough for what a neighbour's neighbours say to come together; and a map in motion. */
const AGREE = { withinMs: 30, mostMs: 500 };

/** Redundant enough for a third of them to drop everything, and half a kilobyte dearer than one. */
const SUPPLIERS = { suppliers: 3, recentMs: 30_000 };

/** With the 20 ms that reports are held, a tenth of a second: what is on its way is there; and a slow round trip. */
const FETCH = { afterMs: 80, againMs: 300 };

/** A heartbeat's tick is a second: a silent head is missed within four, for a hundred bytes every three. */
const BEAT_TICKS = 3;

/** More than a beat takes that was lost twice: TCP sends it again after 200 ms, and then after 400. */
const SILENT_MS = 4_250;
/** Three beats, on a connection on which every third write is late. */
const SILENT_MS_MAX = 10_000;

/** When a node that has just come has its map; and nobody's /24 is knocked at more often than once an hour. */
const DIAL_BACK = { afterMs: 10_000, everyMs: 3_600_000 };

/** A head answers once a minute, after three at once: with eight of them to ask, twenty seconds are within that. */
const ASK_AROUND = { fewer: 16, everyMs: 20_000 };

/** As often as Serf looks for its own; each of n nodes does. */
const HEAL_MS = 30_000;

/** What is under way takes less; and a comparison is a few round trips. */
const MEND = { afterMs: 1_500, everyMs: 3_000 };

/** What a crash may take of what was learnt, against a disk written to without end. */
const SAVE_MS = 10_000;

/** The numbers of a node's limits and habits; what is left out is as above. */
export interface Habits {
  /** Outgoing connections that the monitor idle seeks, and the most there may be. */
  readonly outgoing?: number;
  readonly outgoingMax?: number;
  /** Incoming connections, the most there may be. */
  readonly incoming?: number;
  /** Attempts under way at once, and incoming handshakes. */
  readonly dialling?: number;
  readonly handshakes?: number;
  /** Connections of one host, loopback aside. */
  readonly perAddress?: { readonly incoming: number };
  /** Connections of one address group, private ones aside. */
  readonly perGroup?: { readonly incoming: number; readonly outgoing: number };
  /** Incoming connections of one /24 or /48, private ones aside. */
  readonly perNarrowGroup?: { readonly incoming: number };
  readonly heartbeatMs?: number;
  readonly redial?: { readonly minMs: number; readonly maxMs: number };
  readonly saveMs?: number;
  /** Whether each status report is also written to the data folder. */
  readonly reportToFile?: boolean;
}

/**
 * What the outgoing connections are for: two of eight follow the rings, four are drawn by chance, and the two oldest of
 * these are anchors. Of an address group's places, one is left to the rings.
 */
export const slotsOf = (habits: Habits): Slots => {
  const all = habits.outgoing ?? OUTGOING;
  const [ring, kept] = [Math.min(RINGS_MAX, all / SLOTS_PER_RING), Math.min(ANCHORS_MAX, all / SLOTS_PER_ANCHOR)];
  const few = { ring: Math.floor(ring), anchors: Math.floor(kept) };
  return {
    ...few,
    random: all - few.ring - few.anchors,
    dialling: habits.dialling ?? DIALLING_MAX,
    perGroup: Math.max(1, (habits.perGroup?.outgoing ?? PER_GROUP_OUTGOING_MAX) - 1),
  };
};

/** What the incoming connections are for. */
const incomingOf = ({ incoming = INCOMING_MAX }: Habits): { readonly incoming: number; readonly reserved: number } =>
  ({ incoming, reserved: Math.min(RING_INCOMING_MAX, Math.floor(incoming * RING_SHARE)) });

/** How many of them anybody may have. */
export const openIncoming = (habits: Habits): number => {
  const { incoming, reserved } = incomingOf(habits);
  return incoming - reserved;
};

/** The policies that fill the outgoing connections, after one plan. */
const filling = (plan: Slots, env: Env): Policies => ({
  anchors: anchors({ count: plan.anchors }),
  slots: slots(plan, env.random),
  feeler: feeler({ everyMs: FEELER_MS }, env.scheduler, env.random),
  rotate: rotate({ target: slotCount(plan), spares: plan, ...ROTATE }, env.scheduler, env.random),
});

/**
 * What a node chooses unless it is told otherwise.
 *
 * @example { ...defaultPolicies({}, env), flood: flood(50, env.scheduler) }
 */
export const defaultPolicies = (habits: Habits, env: Env): Policies => ({
  redial: redial(habits.redial ?? { minMs: REDIAL_MS_MIN, maxMs: REDIAL_MS_MAX }, env.random),
  ...filling(slotsOf(habits), env),
  evict: evict({ incomingMax: openIncoming(habits), reserve: FREE_INCOMING }, env.random),
  makeWay: makeWay({ handshakes: Math.ceil(EASY_SHARE * (habits.handshakes ?? HANDSHAKES_MAX)) }),
  keepAlive: keepAlive({ everyMs: habits.heartbeatMs ?? HEARTBEAT_MS }),
  watchHeads: watchHeads(),
  disseminate: disseminate(env.scheduler),
  fewSuppliers: fewSuppliers(SUPPLIERS),
  fetchMissing: fetchMissing(FETCH, env.scheduler),
  agree: agree(AGREE, env.scheduler),
  detect: detect({ silentMs: SILENT_MS, mostMs: SILENT_MS_MAX }),
  dialBack: dialBack(DIAL_BACK),
  askAround: askAround(ASK_AROUND),
  followReferral: followReferral(),
  healLost: healLost({ everyMs: HEAL_MS }, env.random),
  keepBeat: keepBeat({ every: BEAT_TICKS }),
  mendMaps: mendMaps(MEND),
  reportStatus: reportStatus({ file: habits.reportToFile ?? false }),
  saveBook: saveBook({ everyMs: habits.saveMs ?? SAVE_MS }, env.scheduler),
  stormGuard: stormGuard(STORM),
});

/**
 * What a node is allowed unless it is told otherwise. Whether to talk to somebody at all is asked before whether there
 * is room, so that whoever is refused hears the reason that will last.
 *
 * @example { ...defaultGuards({ incoming: 8 }), quiet: ({ command }) => (command.type === 'ping' ? 'no' : undefined) }
 */
export const defaultGuards = (habits: Habits = {}): Guards => ({
  whileRunning,
  notBanned,
  notSelf,
  notLooping,
  addressPolicy,
  onePerRemote,
  maxOutgoing: maxOutgoing(habits.outgoingMax ?? Math.max(OUTGOING_MAX, habits.outgoing ?? 0)),
  maxDialling: maxDialling(habits.dialling ?? DIALLING_MAX),
  maxIncoming: maxIncoming(habits.incoming ?? INCOMING_MAX),
  forRing: forRing(incomingOf(habits)),
  maxHandshakes: maxHandshakes(habits.handshakes ?? HANDSHAKES_MAX),
  perAddress: perAddress(habits.perAddress ?? { incoming: PER_ADDRESS_INCOMING_MAX }),
  perNarrowGroup: perNarrowGroup(habits.perNarrowGroup ?? { incoming: PER_NARROW_GROUP_INCOMING_MAX }),
  perGroup: perGroup(habits.perGroup ?? { incoming: PER_GROUP_INCOMING_MAX, outgoing: PER_GROUP_OUTGOING_MAX }),
});
