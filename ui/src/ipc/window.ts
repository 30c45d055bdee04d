/** The desktop window's own buttons. Under a browser and on macOS (native decorations) there is nothing to draw. */
import { isMac } from '../kit/key-cap';
import { inWindow } from './transport';

export const drawsWindowButtons = (): boolean => inWindow() && !isMac;

async function thisWindow() {
  const { getCurrentWindow } = await import('@tauri-apps/api/window');
  return getCurrentWindow();
}

export async function minimize(): Promise<void> {
  await (await thisWindow()).minimize();
}

export async function toggleMaximize(): Promise<void> {
  await (await thisWindow()).toggleMaximize();
}

export async function closeWindow(): Promise<void> {
  await (await thisWindow()).close();
}
