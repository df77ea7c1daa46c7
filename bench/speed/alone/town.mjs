// In a process of its own: a whole simulated network, every invariant on, and what it takes of the CPU.
import { simulate } from '../../../dist/testing/index.js';

const [, , nodes, forMs] = process.argv;
const before = process.cpuUsage();
const { events, simulatedMs, violations } = simulate({ nodes: Number(nodes), seed: 7, forMs: Number(forMs) });
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ events, simulatedMs, violations: violations.length, cpuMs: (user + system) / 1_000 }));
process.exit(0);
