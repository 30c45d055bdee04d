/** Starts the console: token out of the address first, then theme, cache and frame. */
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { cache } from './ipc/cache';
import { takeToken } from './ipc/session';
import './kit/base.css';
import { ThemeProvider } from './kit/theme';
import { Desk } from './views/desk';

takeToken();
// a fresh address pasted into an open tab changes only the fragment
window.addEventListener('hashchange', () => takeToken() && window.location.reload());
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <ThemeProvider>
        <Router hook={useHashLocation}>
          <Desk />
        </Router>
      </ThemeProvider>
    </QueryClientProvider>
  </StrictMode>,
);
