// The network as a whole: who is in the map, how it changes, and whether all hold the same one.
import type { Registry } from 'prom-client';
import type { Verdict } from '../network/survey.ts';
import type { State } from '../state.ts';
import { networkFigures } from '../status/networkView.ts';
import type { Fold } from './fold.ts';
import { byLabel, counter, gauge } from './meters.ts';

const VERDICTS: readonly Verdict[] = ['up', 'suspect', 'down', 'lost', 'left', 'expired'];
const MS_PER_S = 1_000;

const verdicts = ({ network: { survey } }: State): readonly (readonly [Verdict, number])[] =>
  VERDICTS.map((verdict) => [verdict, survey.verdicts.filter((one) => one === verdict).length]);

export interface Look {
  readonly state: () => State;
  readonly now: () => number;
}

const agreementMeters = (registry: Registry, fold: Fold, { state, now }: Look): void => {
  gauge(registry, {
    name: 'millrace_agreement_proven', help: '1 when all nodes that are up are known to have held this very map.',
    read: () => Number(state().network.agreement.proven),
  });
  gauge(registry, {
    name: 'millrace_agreement_share',
    help: 'The part of the nodes that are up which is known to hold this map, 0 to 1.',
    read: () => state().network.agreement.share,
  });
  gauge(registry, {
    name: 'millrace_agreement_seconds', help: 'Seconds since agreement was proven, or lost, or since the start.',
    read: () => Math.max(0, now() - fold.provenAt) / MS_PER_S,
  });
};

export const networkMeters = (registry: Registry, fold: Fold, look: Look): void => {
  const { state, now } = look;
  gauge(registry, {
    name: 'millrace_network_nodes', labels: ['verdict'], help: 'Nodes in the map, by what is believed of them.',
    read: () => byLabel('verdict', verdicts(state())),
  });
  gauge(registry, {
    name: 'millrace_network_edges', help: 'Edges between the nodes that are there.',
    read: () => networkFigures(state(), now()).edges,
  });
  counter(registry, {
    name: 'millrace_network_digest_changes_total', help: 'How often the map has become another.',
    read: () => fold.digestChanges,
  });
  counter(registry, {
    name: 'millrace_network_items_heard_total', help: 'Signed items of the map that were new and were taken up.',
    read: () => fold.itemsHeard,
  });
  counter(registry, {
    name: 'millrace_network_items_refused_total', help: 'Times that a peer said what no honest node says.',
    read: () => fold.itemsRefused,
  });
  counter(registry, {
    name: 'millrace_network_reconciliations_total', help: 'Maps compared with a neighbour from end to end.',
    read: () => fold.reconciled,
  });
  counter(registry, {
    name: 'millrace_network_exchange_failures_total', help: 'Questions of the exchange that got no answer.',
    read: () => fold.exchangesFailed,
  });
  agreementMeters(registry, fold, look);
};
