// Light and dark: as the system has it, unless the reader has chosen, which is remembered.
import type { Theme } from '../page/page.ts';
import type { View } from './dispatch.ts';

const KEY = 'millrace-theme';

/** Storage may be forbidden: then nothing is remembered, and nothing else is lost. */
export const rememberedTheme = (): Theme => {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
};

const remember = (theme: Theme): void => {
  try {
    if (theme === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // As above.
  }
};

/** @param changed the colours are other ones now */
export const themeView = (changed: () => void): View => {
  let shown: Theme | undefined;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  return ({ theme }) => {
    if (theme === shown) return;
    if (shown !== undefined) remember(theme);
    shown = theme;
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    changed();
  };
};
