// The names of everything that can stand in a journal, for filters and for completion.
import type { Command } from '../command.ts';
import type { Event } from '../event.ts';

export const KINDS = ['event', 'command', 'refusal'] as const;

type EventType = Event['type'];
type CommandType = Command['type'];

/** Records, not lists: a name that is missing here, or is none, is an error of types. */
const EVENTS: Readonly<Record<EventType, true>> = {
  'node-started': true, 'listening-started': true, 'listening-failed': true, 'stop-requested': true,
  'stop-prepared': true, ticked: true, 'connection-accepted': true, 'connections-refused': true,
  'dial-started': true, 'peer-connected': true,
  'peer-secured': true, 'peer-greeted': true, 'peer-opened': true, 'peer-heard': true, 'peer-closing': true,
  'peer-closed': true, 'addresses-learnt': true, 'addresses-missed': true, 'address-deferred': true,
  'loop-found': true, 'record-issued': true, 'attestation-issued': true, 'items-heard': true, 'items-refused': true,
  'links-reported': true, 'supply-chosen': true,
  'link-reconciled': true, 'exchange-failed': true, 'node-tested': true,
  'node-verified': true, 'address-proved': true,
  'agreement-proven': true, 'agreement-lost': true, 'network-parted': true, 'network-healed': true,
  'identity-duplicated': true,
  'subject-banned': true, 'subject-unbanned': true, 'save-started': true, 'book-saved': true, 'book-failed': true,
  'report-written': true, 'report-failed': true, 'command-requested': true, 'command-refused': true,
};
const COMMANDS: Readonly<Record<CommandType, true>> = {
  dial: true, accept: true, welcome: true, close: true, ping: true, 'issue-record': true, watch: true,
  push: true, advertise: true, fetch: true, 'choose-supply': true,
  beat: true, reconcile: true, test: true, verify: true, prove: true,
  'ask-peers': true, hear: true, attest: true, announce: true, defer: true, 'break-loop': true, ban: true,
  unban: true, save: true, report: true, stop: true,
};

/** In alphabetical order. */
export const ENTRY_TYPES: readonly string[] = [...Object.keys(EVENTS), ...Object.keys(COMMANDS)].sort();
