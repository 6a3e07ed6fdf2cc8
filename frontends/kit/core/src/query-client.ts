import { QueryClient } from '@tanstack/react-query';
import { HallError } from './errors.ts';

/** One cache for shell and remotes: each has its own React root, but this module exists once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal is an answer; only silence is asked again.
      retry: (count, error) => count < 1 && error instanceof HallError && error.unanswered,
      retryDelay: 800,
    },
  },
});
