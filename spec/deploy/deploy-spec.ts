// What is in deploy/ fits the program: its flags, its configuration, its paths, its metrics, its time to stop.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { formatAddress, parseAddress } from '../../lib/address.ts';
import { program } from '../../lib/bin/program.ts';
import { parseConfig } from '../../lib/config/parseConfig.ts';
import { httpRoutes } from '../../lib/http/httpRoutes.ts';
import { nodeMetrics } from '../../lib/metrics/nodeMetrics.ts';
import { aState } from '../../lib/testing/aState.ts';
import { promFamilies } from '../support/promText.ts';

/** A handler's grace, and goodbyes to who asks and to who is asked, each with its patience: 9 s. */
const STOP_SECONDS_MIN = 10;

const read = (file: string): string => readFileSync(`deploy/${file}`, 'utf8');

const yamlOf = (file: string): unknown => {
  const [document, ...more] = parseAllDocuments(read(file), { merge: true, strict: true });
  if (document === undefined || more.length > 0) throw new Error(`${file}: one document expected`);
  expect([...document.errors, ...document.warnings], file).to.deep.equal([]);
  return document.toJS();
};

const yamlFiles = readdirSync('deploy', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));

interface Container {
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}

interface StatefulSet {
  readonly spec: {
    readonly serviceName: string;
    readonly template: { readonly spec: {
      readonly terminationGracePeriodSeconds: number;
      readonly containers: readonly [Container];
      readonly volumes: readonly { readonly name: string; readonly configMap: { readonly name: string } }[];
    } };
    readonly volumeClaimTemplates: readonly { readonly metadata: { readonly name: string } }[];
  };
}

interface Service {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly ports: readonly { readonly port: number; readonly targetPort: string }[] };
}

interface Compose {
  readonly services: Readonly<Record<string, {
    readonly command: readonly string[];
    readonly stop_grace_period: string;
    readonly ports: readonly string[];
    readonly healthcheck: { readonly test: readonly string[] };
  }>>;
}

interface Panel {
  readonly id: number;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
}

const statefulSet = (): StatefulSet => yamlOf('kubernetes/statefulset.yaml') as StatefulSet;
const compose = (): Compose => yamlOf('compose.yaml') as Compose;

/** The argument lists of exec form in a Dockerfile. */
const dockerCommand = (name: string): readonly string[] =>
  JSON.parse(new RegExp(`^${name} (\\[.*\\])$`, 'm').exec(read('Dockerfile'))?.[1] ?? '[]') as readonly string[];

const systemdCommand = (): readonly string[] => {
  const line = /^ExecStart=(.*)$/m.exec(read('systemd/millrace.service'))?.[1] ?? '';
  const [node = '', binary = '', ...args] = line.split(' ');
  expect([node, binary]).to.deep.equal(['/usr/bin/node', '/opt/millrace/dist/bin/millrace.js']);
  return args;
};

/** Every command line by which anything here starts a node. */
const commandLines = (): Readonly<Record<string, readonly string[]>> => ({
  Dockerfile: dockerCommand('CMD'),
  systemd: systemdCommand(),
  statefulSet: statefulSet().spec.template.spec.containers[0].args,
  ...Object.fromEntries(Object.entries(compose().services).map(([name, { command }]) => [name, command])),
});

const valueOf = (args: readonly string[], flag: string): string => args[args.indexOf(flag) + 1] ?? '';

describe('deploy/', () => {
  for (const file of yamlFiles) it(`has YAML in ${file} that is read without a warning`, () => void yamlOf(file));

  it('starts nodes with flags that there are, and addresses that are ones', () => {
    const start = program().commands.find((command) => command.name() === 'start');
    const known = new Map(start?.options.map((option) => [option.long ?? '', option.required] as const));
    for (const [what, [command, ...args]] of Object.entries(commandLines())) {
      expect(command, what).to.equal('start');
      expect(args.length, what).to.be.above(1);
      for (let at = 0; at < args.length; at++) {
        const flag = args[at] ?? '';
        expect([...known.keys()], what).to.include(flag);
        if (known.get(flag) !== true) continue;
        const value = args[++at] ?? '--';
        expect(value, `${what} ${flag}`).not.to.match(/^--/);
        const own = value.replace('$(POD_IP)', '192.0.2.1'); // the variable of the pod that Kubernetes fills in
        if (/^--(listen|http|peer|announce)$/.test(flag)) expect(formatAddress(parseAddress(own)), what).to.equal(own);
      }
    }
  });

  it('configures the nodes of Kubernetes as the program has it, and finds the others by the service', () => {
    const config = parseConfig(read('kubernetes/node.yaml'), 'node.yaml');
    const service = yamlOf('kubernetes/service.yaml') as Service;
    const { serviceName, template } = statefulSet().spec;
    const { ports } = template.spec.containers[0];
    const portOf = (name: string): number => ports.find((port) => port.name === name)?.containerPort ?? 0;
    expect(serviceName).to.equal(service.metadata.name);
    const { namespace } = yamlOf('kubernetes/kustomization.yaml') as { readonly namespace: string };
    const whole = `${serviceName}.${namespace}.svc.cluster.local`; // search domains are not tried
    expect(config.dns).to.deep.equal([{ name: whole, port: portOf('peers') }]);
    const budget = yamlOf('kubernetes/disruption.yaml') as { readonly spec: { readonly selector?: unknown } };
    expect(budget.spec.selector).to.deep.equal({ matchLabels: { 'app.kubernetes.io/name': 'millrace' } });
    expect([parseAddress(config.listen[0] ?? '').port, parseAddress(config.http).port])
      .to.deep.equal([portOf('peers'), portOf('http')]);
    for (const { port, targetPort } of service.spec.ports) expect(portOf(targetPort)).to.equal(port);
    expect(config.httpExpose).to.equal(true);
  });

  it('mounts what is there, and lists what kustomize shall take', () => {
    const { template, volumeClaimTemplates } = statefulSet().spec;
    const { containers: [container], volumes } = template.spec;
    const there = [...volumes.map(({ name }) => name), ...volumeClaimTemplates.map(({ metadata }) => metadata.name)];
    expect(container.volumeMounts.map(({ name }) => name)).to.have.members(there);
    const kustomization = yamlOf('kubernetes/kustomization.yaml') as {
      readonly resources: readonly string[];
      readonly configMapGenerator: readonly { readonly name: string; readonly files: readonly string[] }[];
    };
    const [generated] = kustomization.configMapGenerator;
    expect(volumes.map(({ configMap }) => configMap.name)).to.deep.equal([generated?.name]);
    const files = [...kustomization.resources, ...(generated?.files ?? [])];
    expect(readdirSync('deploy/kubernetes').filter((file) => file !== 'kustomization.yaml')).to.have.members(files);
  });

  it('asks for health where it is, on the port that is served', () => {
    const { containers: [container] } = statefulSet().spec.template.spec;
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      const { path, port } = container[probe]?.httpGet ?? { path: '', port: '' };
      expect(Object.keys(httpRoutes)).to.include(path);
      expect(port).to.equal('http');
    }
    const asked = (text: string): readonly string[] => /http:\/\/127\.0\.0\.1:(\d+)(\/\w+)/.exec(text)?.slice(1) ?? [];
    const served = (args: readonly string[]): readonly string[] =>
      [String(parseAddress(valueOf(args, '--http')).port), '/healthy'];
    expect(asked(read('Dockerfile'))).to.deep.equal(served(dockerCommand('CMD')));
    for (const { command, healthcheck, ports } of Object.values(compose().services)) {
      expect(asked(healthcheck.test.join(' '))).to.deep.equal(served(command));
      const [port] = served(command);
      expect(ports).to.deep.equal([`127.0.0.1:${port}:${port}`]); // the Host header must name the port that is served
    }
  });

  it('waits for a node that stops longer than it may take', () => {
    expect(statefulSet().spec.template.spec.terminationGracePeriodSeconds).to.be.above(STOP_SECONDS_MIN);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(read('systemd/millrace.service'))?.[1])).to.be.above(STOP_SECONDS_MIN);
    for (const { stop_grace_period: period } of Object.values(compose().services)) {
      expect(Number(/^(\d+)s$/.exec(period)?.[1])).to.be.above(STOP_SECONDS_MIN);
    }
  });

  it('copies files that there are, and documents itself by one', () => {
    for (const [, files = ''] of read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm)) {
      for (const file of files.split(' ')) expect(existsSync(file), file).to.equal(true);
    }
    const page = /^Documentation=file:\/\/\/opt\/millrace\/(\S+)$/m.exec(read('systemd/millrace.service'))?.[1] ?? '';
    expect(existsSync(page), page).to.equal(true);
  });

  it('watches metrics that there are, by labels that they have', async () => {
    const figures = () => ({ rssBytes: 1, eventLoopDelayMsP99: 1 });
    const metrics = nodeMetrics({ state: () => aState(), now: () => 0, figures, toListen: 1 });
    const families = promFamilies(await metrics.registry.metrics());
    const names = new Set(families.flatMap(({ name, type }) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]));
    const table = readFileSync('docs/metrics.md', 'utf8'); // held against the program by its own spec
    const labelsOf = (name: string): readonly string[] => {
      const row = new RegExp(`^\\| \`${name.replace(/_(bucket|sum|count)$/, '')}\` \\|[^|]*\\|([^|]*)\\|`, 'm');
      const [, list = ''] = row.exec(table) ?? [];
      return [...list.matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
    };
    const alerts = JSON.stringify(yamlOf('prometheus/alerts.yaml'));
    const exprs = [...`${alerts}${read('grafana/millrace.json')}`.matchAll(/"expr": ?"((?:[^"\\]|\\.)*)"/g)]
      .map(([, expr = '']) => expr);
    expect(exprs.length).to.be.above(20);
    for (const expr of exprs) {
      const used = [...expr.matchAll(/millrace_\w+/g)].map(([name]) => name);
      for (const name of used) expect([...names], expr).to.include(name);
      const by = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */));
      const known = new Set(['instance', 'le', 'job', ...used.flatMap(labelsOf)]);
      for (const label of by) expect([...known], expr).to.include(label);
    }
  });

  it('has a Grafana dashboard whose panels have numbers of their own and lie beside each other', () => {
    const { panels } = JSON.parse(read('grafana/millrace.json')) as { readonly panels: readonly Panel[] };
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    const taken = new Set<string>();
    for (const { gridPos: { x, y, w, h } } of panels) {
      expect(x + w).to.be.at.most(24);
      for (let cell = 0; cell < w * h; cell++) {
        const at = `${x + (cell % w)} ${y + Math.floor(cell / w)}`;
        expect(taken.has(at), at).to.equal(false);
        taken.add(at);
      }
    }
  });
});
