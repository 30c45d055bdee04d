import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running `zg serve`; open the dev address with the `#token=` that serve printed. */
const serve = process.env['ZG_SERVE'] ?? 'http://127.0.0.1:7440';

/** Libraries that change seldom and are needed together; the first screen loads `react`, `antd` and `data` only. */
const groups = [
  { name: 'editor', test: /node_modules[\\/](@tiptap|prosemirror-|orderedmap|w3c-keyname|rope-sequence|linkifyjs|marked)/ },
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|use-sync-external-store)[\\/]/ },
  { name: 'data', test: /node_modules[\\/](@tanstack|i18next|react-i18next)/ },
];

export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    target: ['safari16.4', 'chrome111'],
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/call': { target: serve, changeOrigin: true }, '/changes': { target: serve, changeOrigin: true } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    testTimeout: 30_000, // first render of an antd dialog on a busy small machine
  },
});
