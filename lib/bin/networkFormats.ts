// The formats that `millrace network` knows.

export const NETWORK_FORMATS = ['table', 'json', 'dot', 'mermaid', 'graphml', 'svg'] as const;
export type NetworkFormat = (typeof NETWORK_FORMATS)[number];
