import { applyDisplay } from '@wangting/kit-core';
import { createRoot } from 'react-dom/client';
import { Shell } from './shell.tsx';

applyDisplay();
const place = document.getElementById('hall');
if (!place) throw new Error('index.html has no #hall');
createRoot(place).render(<Shell />);

// The shell provides the second kit and never shows it: by the time somebody opens an item it is here.
const whenIdle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 1500));
whenIdle(() => void import('@wangting/kit-data').catch(() => undefined), { timeout: 8000 });
