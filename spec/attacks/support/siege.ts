// What every attack of these specs has: a target and an attacker, who are both gone when a test ends.
import { noSocketsLeft } from '../../support/ends.ts';
import { Attacker } from './attacker.ts';
import { Target, type More } from './target.ts';

export class Siege {
  readonly target: Target;
  readonly attacker: Attacker;

  private constructor(target: Target) {
    this.target = target;
    this.attacker = new Attacker(target.port, (...what) => target.until(...what));
  }

  static async of(more: More = {}): Promise<Siege> {
    return new Siege(await Target.of(more));
  }

  async lift(): Promise<void> {
    this.attacker.leave();
    this.target.leave();
    await noSocketsLeft();
  }
}
