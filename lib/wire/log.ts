// For developers: what the protocol leaves unsaid, with DEBUG=millrace:wire.
import debug from 'debug';

export const log = debug('millrace:wire');
