// Light and dark: as the system has it, unless the reader has chosen, which is remembered.
import type { Theme } from '../page/page.ts';
import { find } from '../dom/find.ts';
import type { View } from './dispatch.ts';

const KEY = 'millrace-theme';

/** When the dark palette holds. */
const MEDIA: Readonly<Record<Theme, string>> = { auto: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all' };

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
  const dark = find('dark', 'link');
  dark.addEventListener('load', changed); // a palette that does not hold is loaded last
  matchMedia(MEDIA.auto).addEventListener('change', changed);
  return ({ theme }) => {
    if (theme === shown) return;
    if (shown !== undefined) remember(theme);
    shown = theme;
    dark.media = MEDIA[theme];
    document.documentElement.dataset['theme'] = theme;
    changed();
  };
};
