// Tables for people.

export const table = (header, rows) => {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
};

export const rate = (perSecond) => (perSecond >= 10_000 ? `${Math.round(perSecond / 1_000)}k` : String(Math.round(perSecond)));
export const times = (ratio) => (Number.isNaN(ratio) ? '-' : `${ratio.toFixed(ratio >= 10 ? 0 : 2)}×`);
export const micros = (us) => us.toFixed(us >= 100 ? 0 : 1);
