// One end of one contender, in a process of its own: it does what its parent says and tells what it took.
import { round } from './round.mjs';

const [, , role, name] = process.argv;
const { serve, connect } = await import(`./contenders/${name}.mjs`);
let client;

const cpuUs = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const ORDERS = {
  serve: () => serve(),
  connect: async ({ where }) => {
    client = await connect(where);
    return null;
  },
  round: (terms) => round(client.call, terms),
  cpu: () => cpuUs(),
};

process.on('message', async ({ order, ...terms }) => {
  try {
    process.send({ result: await ORDERS[order](terms) });
  } catch (error) {
    process.send({ error: `${role} of ${name}: ${error.stack}` });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ result: 'up' });
