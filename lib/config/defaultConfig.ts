// The configuration of a node that nobody configured: the defaults of the schema.
import type { Config } from './config.ts';
import { parseConfig } from './parseConfig.ts';

export const defaultConfig = (): Config => parseConfig('', 'the defaults');
