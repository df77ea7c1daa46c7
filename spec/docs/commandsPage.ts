// docs/cli.md, made of the help of every command.
import { commands } from '../support/commands.ts';

const INTRO = `# The command line

What \`millrace COMMAND --help\` prints, for every command. In a clone, \`millrace\` is \`node dist/bin/millrace.js\`.

Every command has \`--json\` for scripts, and ends with 0 (it is done), 1 (it failed) or 2 (bad usage), with what is
wrong on standard error, one line for each thing. \`check\` alone has the codes that monitoring expects. Commands that
ask a running node find it by its data folder, \`--data DIR\`: its control socket is in there, and only its owner may
use it. The shapes of the JSON are in [schema/](../schema).
`;

const anchor = (path: string): string => `#millrace-${path.replaceAll(' ', '-')}`;

export const commandsPage = (): string => {
  const all = commands();
  const contents = all.map(({ path }) => `[${path}](${anchor(path)})`).join(' · ');
  const chapters = all.map(({ path, help }) => `## millrace ${path}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`);
  return [INTRO, `${contents}\n`, ...chapters].join('\n');
};
