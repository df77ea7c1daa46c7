// The key that golden vectors are signed with: everybody's, from RFC 8032, section 7.1, test 1.
import { createPrivateKey } from 'node:crypto';

const PKCS8_PREFIX = '302e020100300506032b657004220420';
const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';

export const testKey = createPrivateKey({ key: Buffer.from(PKCS8_PREFIX + SEED, 'hex'), format: 'der', type: 'pkcs8' });

/** As the RFC has it. */
export const TEST_PUBLIC_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
