import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Work of the platform that takes a while. */
export type Work<Input, Output> = Omit<UseMutationResult<Output, Error, Input>, 'reset'> & {
  /** Breaks it off: the platform ends what it does for a caller who has left. */
  leave(): void;
  /** It was left, and nothing was begun since. */
  readonly isLeft: boolean;
  /** As if it had never begun. */
  reset(): void;
};

/** @param work asks the platform until `signal` says that nobody waits any more; who leaves the page does */
export function useWork<Input, Output>(
  work: (input: Input, signal: AbortSignal) => Promise<Output>,
  onSuccess?: (output: Output) => unknown,
): Work<Input, Output> {
  const under = useRef<AbortController | undefined>(undefined);
  const [isLeft, setLeft] = useState(false);
  const { reset, ...mutation } = useMutation<Output, Error, Input>({
    mutationFn: (input) => {
      setLeft(false);
      under.current = new AbortController();
      return work(input, under.current.signal);
    },
    ...(onSuccess !== undefined && { onSuccess }),
  });
  const end = useCallback(
    (wasLeft: boolean) => {
      under.current?.abort();
      reset();
      setLeft(wasLeft);
    },
    [reset],
  );
  useEffect(() => () => under.current?.abort(), []);
  return { ...mutation, isLeft, leave: () => end(true), reset: () => end(false) };
}
