// Strangers that break the rules, for a while.
import { oneOf, type FaultAction } from './faultAction.ts';
import { actors } from '../actors/actors.ts';

export const byzantine: FaultAction = (world, { id }, chance) => {
  const name = oneOf(Object.keys(actors) as [keyof typeof actors], chance);
  const host = world.newHost();
  const playing = actors[name]({ world, host, name: id, chance });
  world.visitors.add(playing);
  return () => playing.unsubscribe();
};
