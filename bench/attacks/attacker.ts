// One attacker, alone in its process, until that is ended.
import { ATTACKS } from './attacks.ts';
import { Foe, type Target } from './foe.ts';

const [, , name = '', target = '{}'] = process.argv;
const attack = ATTACKS.find((one) => one.name === name);
if (attack === undefined) throw new Error(`no attack "${name}"`);
const foe = new Foe(JSON.parse(target) as Target, attack.owners);
process.on('message', () => process.send?.({ result: foe.tally }));
process.on('disconnect', () => process.exit(0));
await attack.run(foe);
process.send?.({ result: 'begun' });
