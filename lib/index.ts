// The public surface of `millrace`: what a network is built of.

// Contracts
export * from './address.ts';
export * from './answered.ts';
export * from './because.ts';
export { causesOf } from './causes.ts';
export * from './command.ts';
export * from './effect.ts';
export * from './env.ts';
export * from './errors.ts';
export * from './event.ts';
export * from './group.ts';
export * from './guard.ts';
export * from './hello.ts';
export * from './invariant.ts';
export * from './journal.ts';
export type { Cast } from './exchange/cast.ts';
export * from './net.ts';
export * from './nodeConfig.ts';
export * from './nodeId.ts';
export * from './peer.ts';
export * from './policy.ts';
export * from './preset.ts';
export * from './reasons.ts';
export * from './reducer.ts';
export * from './source.ts';
export * from './state.ts';
export * from './step.ts';
export * from './table.ts';
export * from './transport.ts';

// The loop, and a node made of it
export * from './controller.ts';
export * from './defaultReducers.ts';
export * from './defaults.ts';
export * from './duration.ts';
export * from './initialState.ts';
export * from './journals/ringJournal.ts';
export * from './node.ts';
export * from './version.ts';

// Verbs for writing policies, and invariants
export * from './candidates.ts';
export * from './fairDraw.ts';
export * from './firstNews.ts';
export * from './idleAddresses.ts';
export * from './invariants/atMost.ts';
export * from './invariants/never.ts';
export * from './limit.ts';
export * from './overGroups.ts';
export * from './poisson.ts';
export * from './remember.ts';
export * from './restartable.ts';
export * from './ring.ts';
export * from './scores.ts';
export * from './whenever.ts';

// Policies
export * from './policies/agree.ts';
export * from './policies/anchors.ts';
export * from './policies/askAround.ts';
export * from './policies/banFor.ts';
export * from './policies/dampFlapping.ts';
export * from './policies/demand.ts';
export * from './policies/detect.ts';
export * from './policies/dialBack.ts';
export * from './policies/dialIdle.ts';
export * from './policies/disseminate.ts';
export * from './policies/evict.ts';
export * from './policies/feeler.ts';
export * from './policies/followReferral.ts';
export * from './policies/groupDiverse.ts';
export * from './policies/healLost.ts';
export * from './policies/idleOut.ts';
export * from './policies/keepAlive.ts';
export * from './policies/keepBeat.ts';
export * from './policies/makeWay.ts';
export * from './policies/lowLatency.ts';
export * from './policies/mendMaps.ts';
export * from './policies/misbehaving.ts';
export * from './policies/redial.ts';
export * from './policies/reportStatus.ts';
export * from './policies/rotate.ts';
export * from './policies/saveBook.ts';
export * from './policies/slots.ts';
export * from './policies/slowOut.ts';
export * from './policies/stormGuard.ts';
export * from './policies/watchHeads.ts';

// Guards
export * from './guards/addressPolicy.ts';
export * from './guards/forRing.ts';
export * from './guards/maxDialling.ts';
export * from './guards/maxHandshakes.ts';
export * from './guards/maxIncoming.ts';
export * from './guards/maxOutgoing.ts';
export * from './guards/notBanned.ts';
export * from './guards/notLooping.ts';
export * from './guards/notSelf.ts';
export * from './guards/onePerRemote.ts';
export * from './guards/perAddress.ts';
export * from './guards/perGroup.ts';
export * from './guards/perNarrowGroup.ts';
export * from './guards/whileRunning.ts';

// Presets: lists of policies and guards
export * from './presets/lan.ts';
export * from './presets/open.ts';
export * from './presets/trusted.ts';

// Transports and identity
export * from './identity/loadNodeKey.ts';
export * from './identity/nodeKey.ts';
export * from './transports/memory.ts';
export * from './transports/tcp.ts';
export * from './transports/tls.ts';

// Sources and effects for programs that keep a data folder, answer a control socket, or listen to signals
export * from './control/controlClient.ts';
export * from './control/controlError.ts';
export * from './control/controlPath.ts';
export * from './control/controlSource.ts';
export * from './http/httpSource.ts';
export type { HttpView, MetricsText } from './http/view.ts';
export { nodeMetrics, type NodeMetrics } from './metrics/nodeMetrics.ts';
export * from './effects/storeBook.ts';
export * from './effects/writeReport.ts';
export * from './sources/book.ts';
export { bootstrapDns, type DnsQuestion } from './sources/bootstrapDns.ts';
export * from './sources/bootstrapFile.ts';
export * from './sources/bootstrapList.ts';
export { localNetwork, type LocalNetwork, type OnLink } from './sources/localNetwork.ts';
export { multicast, type DnsPacket, type DnsRecord, type Heard, type Multicast } from './sources/multicast.ts';
export * from './sources/signals.ts';
export * from './sources/ticks.ts';
export { bookKey } from './store/bookKey.ts';
export { dataPaths, DataFolderError, openDataFolder, type DataFolder, type DataPaths } from './store/dataFolder.ts';
export { reserveSeq } from './store/reserveSeq.ts';

// What a node tells of itself
export * from './status/entryJson.ts';
export { processFigures, type ProcessMonitor } from './status/processFigures.ts';
export { networkView, type NetworkView } from './status/networkView.ts';
export { statusReport, type Report } from './status/statusReport.ts';
export * from './status/sentence.ts';
export * from './status/why.ts';
export { WhyError } from './status/findSubject.ts';

// Recordings: written by `NodeConfig.recording`, replayed, compared with other policies, given away
export { Comparison, type ComparisonOptions, type ComparisonReport, type PolicyCounts, type PolicyDifference }
  from './recording/comparison.ts';
export * from './recording/logError.ts';
export { LogFile, type LogFileOptions } from './recording/logFile.ts';
export { LOG_VERSION, type LogHeader, type LogLine, type LogWriter } from './recording/logLine.ts';
export { readLog, type Burst, type Log } from './recording/readLog.ts';
export { readLogFile } from './recording/readLogFile.ts';
export { redactLog, type RedactOptions } from './recording/redactLog.ts';
export { replay, type ReplayParts } from './recording/replay.ts';
export type { Difference, Replayed, Told } from './recording/replayed.ts';
export { whatIf, type HandClock, type WhatIf, type WhatIfOptions } from './recording/whatIf.ts';
export * from './shadow.ts';

// What the types above are made of
export type { BackOff } from './backOff.ts';
export type { ControlView } from './control/answers.ts';
export type { ControlRequest, EventsRequest } from './control/protocol.ts';
export type { NodeLook } from './metrics/nodeMeters.ts';
export type { Agreement, AgreementReport } from './network/agreement.ts';
export type { Doubt } from './network/attestation.ts';
export type { Body, BodyParts } from './network/body.ts';
export type { Changes } from './network/changes.ts';
export type { Graph } from './network/graph.ts';
export type { Entry as NetworkEntry } from './network/entry.ts';
export type { Header } from './network/header.ts';
export type { NetworkMap } from './network/networkMap.ts';
export type { ReportedEdge, ReportedNode } from './network/networkReport.ts';
export type { Partition, PartitionWatch } from './network/partition.ts';
export type { Reach } from './network/reach.ts';
export type { NetRecord } from './network/record.ts';
export type { Signer, Verifier } from './network/signing.ts';
export type { Survey, Verdict } from './network/survey.ts';
export type { LinkState, NetworkState, OwnRecord } from './networkState.ts';
export type { OwnSaid } from './ownRecord.ts';
export type { Side } from './recording/comparison.ts';
export type { Edge } from './status/edge.ts';
export type { NetworkFigures, PartedNetwork } from './status/networkView.ts';
export type { Attempt, Idle, ProcessFigures, ReportMore } from './status/statusReport.ts';
export type { Book, BookAddress } from './store/book.ts';
export type { MemoryConditions, PerLink } from './transports/memoryConditions.ts';
export type { Still } from './whenStill.ts';
