// js-libp2p with Noise, one long stream.
import { noise } from '@chainsafe/libp2p-noise';
import * as libp2p from './libp2p.mjs';

export const { serve, connect } = libp2p.longStream(noise);
export const dialler = libp2p.dialler(noise);
export const hold = libp2p.hold(noise);
