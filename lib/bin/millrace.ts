#!/usr/bin/env node
// The `millrace` command.
import { program } from './program.ts';
import { reported } from './reported.ts';

// `millrace events | head`: whoever reads has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = reported(error);
}
