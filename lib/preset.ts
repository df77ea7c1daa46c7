// A way of life for a node: which policies and which guards, and nothing else.
import type { Env } from './env.ts';
import type { Guards } from './guard.ts';
import type { Policies } from './policy.ts';

/**
 * Spread into a node's configuration; its two records can be changed like the default ones.
 *
 * @example node({ id, transport, ...open() })
 * @example
 * const { policies, guards } = lan();
 * node({ id, transport, guards, policies: (env) => ({ ...policies(env), mine }) });
 */
export interface Preset {
  readonly policies: (env: Env) => Policies;
  readonly guards: Guards;
}
