// A node on a network in memory and on virtual time that shows itself over a real HTTP port.
import { httpSource, type HttpOptions } from '../../lib/http/httpSource.ts';
import type { HttpView, MetricsText } from '../../lib/http/view.ts';
import type { NodeConfig } from '../../lib/nodeConfig.ts';
import type { Net } from '../../lib/net.ts';
import { statusReport, type Report } from '../../lib/status/statusReport.ts';
import type { House, Town } from './town.ts';

const FIGURES = { rssBytes: 1, eventLoopDelayMsP99: 0 };

export interface HttpHouse extends House {
  readonly http: string;
}

type More = Partial<Omit<HttpOptions, 'opened' | 'view'>> & {
  readonly config?: Partial<NodeConfig>;
  readonly metrics?: MetricsText;
};

/** Resolves when the port is taken. */
export const httpHouse = async (
  town: Town,
  letter: string,
  { config, metrics, ...more }: More = {},
): Promise<HttpHouse> => {
  let opened = (_at: string): void => undefined;
  const http = new Promise<string>((resolve) => (opened = resolve));
  const viewOf = (net: Net): HttpView => ({
    state: () => net.state,
    report: (): Report => statusReport(net.state, town.env.scheduler.now(), FIGURES),
    journal: net.journal,
    ...(metrics === undefined ? {} : { metrics }),
  });
  const house = town.house(letter, {
    ...config,
    sources: (net, env) => ({
      http: httpSource(
        { address: '127.0.0.1:0', isExposed: false, toListen: 1, view: viewOf(net), ...more, opened }, env),
    }),
  });
  return Object.assign(house, { http: await http });
};
