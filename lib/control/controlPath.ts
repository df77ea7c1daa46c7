// Where a node's control socket is: `control.sock` in its data folder.
import { Buffer } from 'node:buffer';
import { join, relative } from 'node:path';
import { ControlError } from './controlError.ts';

/** `sun_path` of `sockaddr_un` holds 104 bytes on macOS and 108 on Linux, its end mark included. */
export const SOCKET_PATH_BYTES_MAX = 103;

const NAME = 'control.sock';

/**
 * The socket's path, relative to the working folder where that is shorter.
 *
 * @throws ControlError when it is longer than a socket's path can be.
 * @example controlPath('.millrace') // '.millrace/control.sock'
 */
export const controlPath = (data: string): string => {
  const given = join(data, NAME);
  const near = relative('', given);
  const path = near.length < given.length ? near : given;
  const bytes = Buffer.byteLength(path);
  if (bytes > SOCKET_PATH_BYTES_MAX) {
    throw new ControlError(
      'bad-path',
      `control socket path of ${bytes} bytes, limit ${SOCKET_PATH_BYTES_MAX} (sockaddr_un): ` +
        `choose a shorter --data DIR than ${data}`,
    );
  }
  return path;
};
