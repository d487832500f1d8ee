/** What goes wrong on the wire. `accepted-…`: the request takes effect, its answer is lost. */
export type Fault =
  | { readonly kind: 'accepted-then-silent' | 'accepted-then-dropped' | 'dropped' | 'silent' }
  | { readonly kind: 'accepted-then-status' | 'status'; readonly status: number; readonly code?: number }
  /** The request takes effect, its answer comes late. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The request takes effect; of its answer comes half, and then the end of the connection or a byte now and then. */
  | { readonly kind: 'accepted-then-cut' | 'accepted-then-drip' }
  /** What answers is not Discord but what stands before it: a page, with these headers alone. */
  | { readonly kind: 'page'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'rate-limit'; readonly retryAfterMs: number; readonly scope?: 'user' | 'global' | 'shared' };

export interface PlannedFault {
  readonly method: string;
  /** Tried against the path below `/api/v10`. */
  readonly path: RegExp;
  readonly fault: Fault;
  /** Infinity: until it is cleared. */
  readonly times: number;
}

export interface FaultPlan {
  plan(method: string, path: RegExp, fault: Fault, times?: number): void;
  /** The fault for this request, used up by being taken. */
  take(method: string, path: string): Fault | null;
  clear(): void;
  /** How many requests met a fault. */
  struck(): number;
}

/** Faults in the order planned; each strikes so many matching requests. */
export function createFaultPlan(): FaultPlan {
  let struck = 0;
  let planned: { readonly fault: PlannedFault; left: number }[] = [];
  return {
    plan(method, path, fault, times = 1) {
      planned.push({ fault: { method, path, fault, times }, left: times });
    },
    take(method, path) {
      const next = planned.find(({ fault, left }) => left > 0 && fault.method === method && fault.path.test(path));
      if (next === undefined) return null;
      next.left -= 1;
      struck += 1;
      planned = planned.filter(({ left }) => left > 0);
      return next.fault.fault;
    },
    clear() {
      planned = [];
    },
    struck: () => struck,
  };
}
