// Every decoder of Millrace that reads what it has not written itself.
import type { Target } from './target.ts';
import { CERTIFICATE_TARGETS } from './targets/certificates.ts';
import { FOLDER_TARGETS } from './targets/folder.ts';
import { FRAME_TARGETS } from './targets/frames.ts';
import { LOCAL_TARGETS } from './targets/local.ts';
import { MESSAGE_TARGETS } from './targets/messages.ts';
import { NEIGHBOUR_TARGETS } from './targets/neighbours.ts';
import { RECORD_TARGETS } from './targets/records.ts';
import { ROUTE_TARGETS } from './targets/routes.ts';
import { SESSION_TARGETS } from './targets/sessions.ts';
import { STRANGER_TARGETS } from './targets/strangers.ts';
import { TEXT_TARGETS } from './targets/texts.ts';

export const TARGETS: readonly Target[] = [
  ...FRAME_TARGETS, ...STRANGER_TARGETS, ...SESSION_TARGETS, ...CERTIFICATE_TARGETS, ...RECORD_TARGETS,
  ...MESSAGE_TARGETS, ...ROUTE_TARGETS, ...NEIGHBOUR_TARGETS, ...TEXT_TARGETS, ...LOCAL_TARGETS,
  ...FOLDER_TARGETS,
];
