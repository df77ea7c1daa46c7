// Before packing: what earlier builds have left in dist/ is not published. Elsewhere it stays, since nodes that still
// run may yet load it.
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
