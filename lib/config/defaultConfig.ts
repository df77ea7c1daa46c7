// The configuration of a node that nobody configured: the defaults of the schema.
import { checkConfig } from './checkConfig.ts';
import type { Config } from './config.ts';

export const defaultConfig = (): Config => checkConfig({}).config;
