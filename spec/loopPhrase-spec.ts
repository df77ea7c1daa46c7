// A loop of causes in words.
import { expect } from 'chai';
import { breakLoop, type Loop } from '../lib/command.ts';
import { loopPhrase } from '../lib/loopPhrase.ts';
import { commandPhrase } from '../lib/status/commandPhrase.ts';
import { eventPhrase } from '../lib/status/eventPhrase.ts';
import { loopFound } from '../lib/testing/index.ts';

const here = '10.0.0.1:7000';
const loop: Loop = {
  links: [
    { by: 'restless', did: 'dial' },
    { by: 'picky', did: 'refuse', reason: 'refused' },
    { by: 'strict\n', did: 'close', reason: 'evicted' },
    { by: 'network', did: 'close' },
  ],
  times: 5,
  withinMs: 1_200,
};
const said = 'restless dials it, picky refuses it, strict\\u{a} closes it (evicted), network closes it, ' +
  '5 times in 1s200ms';

describe('a loop in words', () => {
  it('names who does what, how often and how fast, and is safe to print', () =>
    expect(loopPhrase(loop)).to.equal(said));

  it('is part of the sentences about it', () => {
    expect(commandPhrase(breakLoop(here, { forMs: 60_000, loop }))).to.equal(`leave ${here} alone for 1 min: ${said}`);
    expect(eventPhrase(loopFound(here, { ...loop, until: 5 })))
      .to.equal(`found a loop at ${here}, left alone until 00:00:00.005: ${said}`);
  });
});
