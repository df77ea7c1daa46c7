// js-libp2p with Noise, a stream a request.
import { noise } from '@chainsafe/libp2p-noise';
import { streamPerRequest } from './libp2p.mjs';

export const { serve, connect } = streamPerRequest(noise);
