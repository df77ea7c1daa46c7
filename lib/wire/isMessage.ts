// Which frames carry a message, and so may come in fragments.
import type { Frame, PayloadFrame, RequestFnfFrame, RequestResponseFrame, RequestStreamFrame } from './frame.ts';

export type Message = RequestResponseFrame | RequestFnfFrame | RequestStreamFrame | PayloadFrame;

export const isMessage = (frame: Frame): frame is Message =>
  frame.type === 'PAYLOAD' || frame.type === 'REQUEST_RESPONSE'
  || frame.type === 'REQUEST_STREAM' || frame.type === 'REQUEST_FNF';
