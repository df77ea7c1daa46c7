// js-libp2p with its TLS, one long stream.
import { tls } from '@libp2p/tls';
import { longStream } from './libp2p.mjs';

export const { serve, connect } = longStream(tls);
