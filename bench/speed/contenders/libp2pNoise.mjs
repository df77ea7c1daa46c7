// js-libp2p with Noise, one long stream.
import { noise } from '@chainsafe/libp2p-noise';
import { longStream } from './libp2p.mjs';

export const { serve, connect } = longStream(noise);
