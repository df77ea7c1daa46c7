// Whether a hello is as its schema says. In dist/ this is what ajv writes for it (scripts/compiledSchemas.mjs).
import schema from '../../schema/hello.schema.json' with { type: 'json' };
import { compiledSchema } from '../compiledSchema.ts';
import type { Hello } from '../hello.ts';

/** Before the text in it has been read. */
export type RawHello = Omit<Hello, 'addresses' | 'capabilities'> & Partial<Pick<Hello, 'addresses' | 'capabilities'>>;

export const helloFits = compiledSchema<RawHello>(schema);
