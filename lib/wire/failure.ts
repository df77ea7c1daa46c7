// How a request fails on the wire: ERROR on its stream, and why in the data.
//
// | RequestError     | ERROR code        | data, JSON in UTF-8                    |
// |------------------|-------------------|----------------------------------------|
// | `no-such-route`  | REJECTED          | { code, message }                      |
// | `rejected`       | REJECTED          | { code, message, retryAfterMs? }       |
// | `invalid`        | INVALID           | { code, message }                      |
// | `cancelled`      | CANCELED          | { code, message }                      |
// | `too-big`        | APPLICATION_ERROR | { code, message }                      |
// | anything else    | APPLICATION_ERROR | { code: "failed", message }            |
//
// Whoever reads one goes by `code` if it is in this table and by the frame's code otherwise: a stranger's ERROR has
// any text for data, and that is then the message.
import { messageOf } from '../errors.ts';
import { RequestError, type RequestErrorCode } from '../peer.ts';
import { ERROR_CODE, type ErrorFrame } from './frame.ts';
import { legible } from './legible.ts';
import { parsed } from './parsed.ts';
import { retryAfter } from './retryAfter.ts';

const CODES: ReadonlyMap<string, number> = new Map<RequestErrorCode, number>([
  ['no-such-route', ERROR_CODE.REJECTED],
  ['rejected', ERROR_CODE.REJECTED],
  ['invalid', ERROR_CODE.INVALID],
  ['cancelled', ERROR_CODE.CANCELED],
  ['too-big', ERROR_CODE.APPLICATION_ERROR],
  ['failed', ERROR_CODE.APPLICATION_ERROR],
]);

const isSayable = (code: unknown): code is RequestErrorCode => typeof code === 'string' && CODES.has(code);

/** What a frame's code means on its own. */
const byNumber = (code: number): RequestErrorCode => {
  if (code === ERROR_CODE.REJECTED) return 'rejected';
  if (code === ERROR_CODE.CANCELED) return 'cancelled';
  return code === ERROR_CODE.INVALID ? 'invalid' : 'failed';
};

/** The ERROR that ends a stream. Only the message is told: a stack is nobody's business but our own. */
export const encodeFailure = (stream: number, error: unknown): ErrorFrame => {
  const code = error instanceof RequestError && isSayable(error.code) ? error.code : 'failed';
  const hint = error instanceof RequestError ? retryAfter(error.retryAfterMs) : {};
  const data = Buffer.from(JSON.stringify({ code, message: legible(messageOf(error)), ...hint }));
  return { type: 'ERROR', stream, code: CODES.get(code) ?? ERROR_CODE.APPLICATION_ERROR, data };
};

/** What the tail makes of an ERROR on one of its streams. */
export const decodeFailure = (frame: ErrorFrame): RequestError => {
  const said = parsed(frame.data);
  const code = isSayable(said?.['code']) ? said['code'] : byNumber(frame.code);
  const message = typeof said?.['message'] === 'string' ? legible(said['message']) : legible(frame.data);
  return new RequestError(code, message, retryAfter(said?.['retryAfterMs']));
};
