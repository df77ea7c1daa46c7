// js-libp2p with its TLS, one long stream.
import { tls } from '@libp2p/tls';
import * as libp2p from './libp2p.mjs';

export const { serve, connect } = libp2p.longStream(tls);
export const dialler = libp2p.dialler(tls);
export const hold = libp2p.hold(tls);
