// The words that Millrace itself puts into texts: of all others, in a recording to be given away, nobody knows what
// they tell. Whoever is called like one of them is not told apart by it.
import { constants } from 'node:os';
import { BROKEN_REASONS, GOODBYE_REASONS } from '../reasons.ts';

const TEXTS = `
  a above accept address addresses after again ahead alive all alone alpn already amid an and another answer answers
  are as aside asked asks at attempts away banned bans be became because become been before began begins book both
  break but by byte bytes can cannot certificate channel channels close closed code common complete completed
  connect connection connections could crash credits damaged data deframer destroyed dial dialled different does
  drop duplicate ed edge end ended ends entries evicted expected failed file fire-and-forget first flapping flight
  folder for forget fragment fragments frame frames free from full gave give given gone group had handler handshake
  handshakes has head header heard held hello here host id identity idle ids ignored in incoming into is it items
  its itself json keep keep-alive keeps kept key kib known last later leads lease least left length lifetime like
  limit list listen live local localhost longer look lookup loop made make many may message messages metadata mib
  millrace mime misbehaved mode more move ms much must name neither network new newer next no nobody node nodes
  nonce none nor not nothing number odd of off on once one only open opened operator or order other others out
  outgoing over own part pass payload peer peers pem penalty place port predecessors private process protocol proved
  proves pushed quiet read reason refused remote removed request requested requests reset resumed resumption right
  ring rings room round route routing rsocket said same score second seconds secured see self session set setup
  several short shown sign signature signed slow small so spoken stand standing stands start starting stay still
  stop stopped stopping stream subject subscriber successor supported tag tail taken takes tcp tell text than that
  the them then there this time timed timer tls to token too took tried tries trip type under unfinished unknown
  unsent until up use used user utf value values version wait waits was way welcome were what which while who
  whoever why will with within without would wrong yet zero
`;

/** What the resolver says beside the system's own. */
const OTHER_CODES = ['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'ESERVFAIL'];

const SYSTEM = [
  'sigint', 'sigterm', 'sighup', 'getaddrinfo', 'querysrv', 'querya', 'queryaaaa', 'socket', 'hang', 'syscall',
];

const words = (): ReadonlySet<string> => {
  const known = new Set([...TEXTS.split(/\s+/).filter((word) => word !== ''), ...SYSTEM]);
  for (const reason of [...GOODBYE_REASONS, ...BROKEN_REASONS]) known.add(reason);
  for (const code of [...Object.keys(constants.errno), ...OTHER_CODES]) known.add(code.toLowerCase());
  return known;
};

/** In lower case. */
export const VOCABULARY: ReadonlySet<string> = words();
