import { lazy, Suspense, type ComponentType } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { PanelOnError, Waiting } from './panel.tsx';
import { Hall } from './providers.tsx';

/** The element the shell keeps for an application. */
export const placeOf = (name: string) => `single-spa-application:${name}`;

/** Turns a page into what the shell mounts: its own React root, its own error boundary. */
export function lifecycle(load: () => Promise<{ default: ComponentType }>) {
  let root: Root | undefined;
  return {
    bootstrap: async () => {},
    mount: async ({ name }: { name: string }) => {
      const place = document.getElementById(placeOf(name));
      if (!place) throw new Error(`The shell has no place for ${name}`);
      // A page that could not be fetched is asked for again at the next visit: lazy() would remember the failure.
      const Page = lazy(load);
      root = createRoot(place);
      root.render(
        <Hall>
          <PanelOnError>
            <Suspense fallback={<Waiting />}>
              <Page />
            </Suspense>
          </PanelOnError>
        </Hall>,
      );
    },
    unmount: async () => {
      root?.unmount();
      root = undefined;
    },
  };
}
