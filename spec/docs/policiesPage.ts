// docs/policies.md, made of what the sources say and of the drawings that ran.
import { diagram } from '../support/diagram.ts';
import { documented } from '../support/documented.ts';
import type { Drawing } from '../support/drawing.ts';

interface Chapter {
  readonly title: string;
  readonly intro: string;
  readonly folder: string;
  readonly names: readonly string[];
}

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Whom to dial', folder: 'lib/policies',
      names: ['slots', 'dialIdle', 'groupDiverse', 'anchors', 'feeler', 'lowLatency', 'rotate'],
    intro: 'One of `slots`, `dialIdle`, `groupDiverse` and `demand` fills the slots; the others refine its choice. ' +
      'By default `slots` does, with `anchors`, `feeler` and `rotate` beside it.',
  },
  {
    title: 'When to dial', folder: 'lib/policies', names: ['redial', 'dampFlapping', 'demand'],
    intro: 'What these put off, the monitor idle leaves alone. An operator dials whenever it likes.',
  },
  {
    title: 'Whom to drop', folder: 'lib/policies',
      names: ['keepAlive', 'idleOut', 'slowOut', 'evict', 'makeWay', 'misbehaving', 'banFor'],
    intro: 'Each closes with a reason from the closed list, which the remote hears and `status` counts.',
  },
  {
    title: 'What a node tells of the network', folder: 'lib/policies',
      names: [
        'watchHeads', 'disseminate', 'fewSuppliers', 'fetchMissing', 'agree', 'keepBeat', 'mendMaps', 'detect',
        'dialBack', 'askAround', 'followReferral', 'healLost',
      ],
    intro: 'These keep the map of the network the same everywhere, and let each node know that it is.',
  },
  {
    title: 'What else a node chooses', folder: 'lib/policies',
      names: ['reportStatus', 'saveBook', 'stormGuard'],
    intro: 'The rest of a node\'s habits, and the one that watches over all others.',
  },
  {
    title: 'Guards', folder: 'lib/guards',
    names: [
      'whileRunning', 'notBanned', 'notSelf', 'notLooping', 'addressPolicy', 'onePerRemote', 'maxOutgoing',
      'maxDialling', 'maxIncoming', 'forRing', 'maxHandshakes', 'perAddress', 'perNarrowGroup', 'perGroup',
    ],
    intro: 'A guard is asked about every command, whoever wants it. A refusal is an event, counted by the guard that ' +
      'refused, and told by `why`.',
  },
];

const INTRO = `# Policies and guards

A policy is an RxJS operator from steps to commands: what a node chooses. A guard is a function of a command and the
state: what a node is allowed. A node is given both as records,
  \`{ redial: redial(…), slots: slots(…) }\`, and the
names are what \`why\` and \`status\` call them by.

This page is generated from the sources and from the specs: each diagram is a test that runs (\`spec/policies\`,
\`spec/guards\`), drawn with the events that go in and the commands that come out. One character is a millisecond, what
stands in one column happens at one moment, and several things of one moment are in brackets.
\`UPDATE_DOCS=1 npm run spec\` writes it anew.
`;

const VERBS: readonly (readonly [path: string, name?: string])[] = [
  ['lib/policy.ts', 'on'], ['lib/policy.ts', 'issue'], ['lib/remember.ts'], ['lib/whenever.ts'], ['lib/limit.ts'],
  ['lib/restartable.ts'], ['lib/because.ts'], ['lib/causes.ts', 'causesOf'], ['lib/invariants/never.ts'],
  ['lib/invariants/atMost.ts'], ['lib/invariant.ts', 'check'], ['lib/invariant.ts', 'alarm'],
];

const PRESETS = ['lan', 'open', 'trusted'];

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

const section = (path: string, name: string | undefined, pictures: readonly Drawing[]): string => {
  const { name: title, text, signature, example } = documented(path, name);
  return [
    `### ${title}`,
    fenced('ts', signature),
    text,
    ...(example === '' ? [] : [fenced('ts', example)]),
    ...pictures.flatMap((picture) => [`*${picture.title}*`, fenced('text', diagram(picture))]),
  ].join('\n\n');
};

/** @param drawings all that were drawn by the specs */
export const policiesPage = (drawings: readonly Drawing[]): string => {
  const chapters = CHAPTERS.map(({ title, intro, folder, names }) => [
    `## ${title}`,
    intro,
    ...names.map((name) => section(`${folder}/${name}.ts`, name, drawings.filter(({ of }) => of === name))),
  ].join('\n\n'));
  const verbs = ['## Verbs for writing your own', ...VERBS.map(([path, name]) => section(path, name, []))].join('\n\n');
  const presets = [
    '## Presets',
    'They differ in their list of policies and guards, and in nothing else.',
    ...PRESETS.map((name) => section(`lib/presets/${name}.ts`, name, [])),
  ].join('\n\n');
  return `${[INTRO.trim(), ...chapters, verbs, presets].join('\n\n')}\n`;
};
